"""Title → where it ends with what its holder is in charge of: "minister of foreign affairs", "head of sales"."""

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.described import BODY_NOUNS
from kg.lexicon import places, words


def portfolio_end(doc: Doc, end: int, limit: int) -> int:
    """The end of a title that names its portfolio: "minister of foreign affairs", "under secretary for policy"."""
    if end < limit and doc[end].lower_ in {"of", "for"}:
        for last in range(min(end + 4, limit), end + 1, -1):
            if words.is_portfolio(doc[end + 1 : last].text):
                return last
    return end


_COMPASS = frozenset("north south east west northern southern eastern western middle central".split())


def is_area(ent: DocSpan) -> bool:
    """Whether a name is that of a part of the world: "East Africa", not "South Korea"."""
    if ent.label_ not in {"LOC", "GPE"} or len(ent) != 2 or ent[0].lower_ not in _COMPASS:
        return False
    return (places.country(ent.text) or places.region(ent.text) or places.city(ent.text)) is None


_REMIT = 4  # words of a remit at most


def remit_end(doc: Doc, start: int, end: int, limit: int) -> int:
    """The end of a title with its remit: "head of coastal archaeology", "vice president for the Middle East"."""
    if end < limit and doc[end].lower_ == "in" and doc[end - 1].lower_ in _SCHOLARS:
        return _subject_end(doc, end, limit)
    head = next((t.i for t in doc[start + 1 : end] if t.lower_ == "of"), end) - 1  # of "vice president of sales" for
    if end >= limit or doc[end].lower_ not in {"of", "for"} or not words.has_remit(doc[head].lower_):
        return end
    named = _department_end(doc, end + 1, limit)
    if named > end + 1:
        return named
    i = end + 1
    while i < min(limit, end + 1 + _REMIT) and _is_remit(doc[i]):
        i += 1
    if i > end + 1:
        closed = i == limit or doc[i].pos_ in {"ADP", "PUNCT", "CCONJ", "VERB", "AUX"}
        return i if closed and doc[i - 1].pos_ == "NOUN" and doc[i - 1].lower_ not in BODY_NOUNS else end
    i += doc[i].lower_ == "the" if i < limit else 0
    area = _area_end(doc, i, limit) if doc[end].lower_ == "for" else i
    return area if area > i else end


_SCHOLARS = frozenset("expert fellow lecturer professor reader researcher scholar specialist student".split())


def _subject_end(doc: Doc, end: int, limit: int) -> int:
    """The end of "lecturer in international law" before "at Acme"; `end` if nothing like it follows."""
    i = end + 1
    while i < min(limit, end + 1 + _REMIT) and _is_remit(doc[i]):
        i += 1
    return i if i > end + 1 and i < limit and doc[i].lower_ in {"at", "of", "with"} else end


def _department_end(doc: Doc, start: int, limit: int) -> int:
    """The end of a remit before "at" and a name: "Machine Learning at Acme", "OTC trading at Acme"; `start` if there is none."""
    i = start
    while i < min(limit, start + 2 * _REMIT) and _is_of_department(doc[i]):
        i += 1
    named = i + 2 < limit and doc[i].lower_ in {"at", "with"} and any(t.text[:1].isupper() for t in doc[i + 1 : i + 3])
    return i if i > start and named and not words.is_organization_suffix(doc[i - 1].text) else start


def _is_of_department(token: Token) -> bool:
    named = token.text[:1].isupper() or token.lower_ in {"and", "&", "for"}
    return named or (_is_remit(token) and token.lower_ not in BODY_NOUNS)


def _is_remit(token: Token) -> bool:
    return token.pos_ in {"NOUN", "ADJ"} and token.is_lower and not token.ent_type_


def _area_end(doc: Doc, i: int, limit: int) -> int:
    """The end of "Middle East and North Africa"; `i` if no area of the world is named there."""
    areas = [e for e in doc[i:limit].ents if e.label_ == "LOC" or is_area(e)]
    if not areas or areas[0].start != i:
        return i
    end = areas[0].end
    second = next((e for e in doc[end:limit].ents if e.start == end + 1 and e.label_ in {"LOC", "GPE"}), None)
    return second.end if second is not None and doc[end].lower_ == "and" else end
