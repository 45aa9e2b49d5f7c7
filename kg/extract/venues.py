"""Buildings in which gatherings are held, named or not: "NATO's headquarters", "the presidential palace"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.names import Names
from kg.extract.naming import Name
from kg.lexicon import places

_BUILDINGS = frozenset(
    "base building campus castle centre center chamber compound embassy hall headquarters hotel hq house library mission "
    "museum office palace residence stadium theatre theater villa".split()
)
_OWN = frozenset(
    "barracks castle cathedral chapel church courthouse embassy gym hall headquarters hotel lodge ministry monastery mosque "
    "museum office palace residence school stadium synagogue temple theatre theater villa".split()
)
"""Those that tell where a gathering is also without a name."""
_INSIDE = frozenset({"at", "in", "inside"})
_MODIFIERS = frozenset({"ADJ", "NOUN", "PROPN"})


def unnamed_venues(names: Names, sentence: DocSpan) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of "the presidential palace", "a midtown hotel"; not of "a hotel"."""
    doc = sentence.doc
    for token in sentence:
        if token.lemma_.lower() not in _OWN or token.pos_ != "NOUN" or names.at(token.i) is not None:
            continue
        start = token.i
        while start > sentence.start and doc[start - 1].pos_ in _MODIFIERS and names.at(start - 1) is None:
            start -= 1
        before = doc[start - 1] if start > sentence.start else None
        told = start < token.i or (before is not None and before.lower_ == "the")
        if told and before is not None and _leads_inside(before) and not _goes_on(doc, token.i + 1):
            yield start, token.i + 1


def _leads_inside(token: Token) -> bool:
    """ "At the", "in a", "at"."""
    first = token.nbor(-1) if token.pos_ in {"DET", "PRON"} and token.i > token.sent.start else token
    return first.lower_ in _INSIDE


def _goes_on(doc: Doc, i: int) -> bool:
    return i < len(doc) and doc[i].pos_ in {"NOUN", "PROPN"}


def building_end(doc: Doc, end: int) -> int:
    """The token behind the common noun of a building that goes on a name: "NATO's headquarters", "Harbour museum"."""
    i = end + (end < len(doc) and doc[end].lower_ in {"'s", "’s"})
    last = i
    while i < len(doc) and doc[i].pos_ in {"NOUN", "ADJ", "PROPN"} and i < end + 4:
        i += 1
        last = i if doc[i - 1].lemma_.lower() in _BUILDINGS else last
    return last if last > end + 1 or (last > end and last == i) else end


def is_building(doc: Doc, name: Name) -> bool:
    """A body named behind "at" is a place where its building is meant, or where it is no power that could take part."""
    return places.body(name.text) is None or building_end(doc, name.end) > name.end
