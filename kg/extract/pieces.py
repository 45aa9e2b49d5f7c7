"""What a pipeline marks → names: what it took for one is taken apart, what it took apart is put together."""

from collections.abc import Iterator

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.lexicon import places

NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})


def pieces(doc: Doc) -> Iterator[DocSpan]:
    """The marked stretches of a doc, each of which is one name."""
    for ent in _unbroken(doc):
        yield from _parts(ent)


def _unbroken(doc: Doc) -> Iterator[DocSpan]:
    """The marked names; the whole of one name, "Office of Roads and" + "Bridges", as one."""
    whole: list[DocSpan] = []
    for ent in (e for e in doc.ents if e.label_ in NAMED):
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.end == ent.start
            and last.label_ == ent.label_ == "ORG"
            and last[-1].lower_ in _LINKS
        ):
            whole[-1] = DocSpan(doc, last.start, ent.end, label="ORG")
        else:
            whole.append(ent)
    yield from whole


_LINKS = frozenset({"and", "&", "of", "for"})
_HEADS = frozenset(
    "agency association board bureau centre center commission committee department institute ministry office".split()
)


def _goes_on(last: DocSpan, ent: DocSpan) -> bool:
    """Whether a body's name goes on in the next: "Office of Roads and" + "Bridges", "Office of Roads" + "and" + "Bridges"."""
    if not last.label_ == ent.label_ == "ORG":
        return False
    if last.end == ent.start:
        return last[-1].lower_ in _LINKS
    joined = ent.start == last.end + 1 and last.doc[last.end].lower_ in {"and", "&"} and not ent.text.isupper()
    of = len(last) > 2 and last[0].lower_ in _HEADS and last[1].lower_ in {"of", "for"}
    return joined and of


def _parts(ent: DocSpan) -> Iterator[DocSpan]:
    """ "Norway-EU", "Oslo/Bern", "Acme and Holm Pumps" are two names, if closed lists or the article know each, or one."""
    of = next((t.i for t in ent if t.lower_ == "of" and ent.label_ == "PERSON"), None)
    if of is not None and ent.start < of < ent.end - 1 and _is_power(ent.doc[of + 1 : ent.end].text):
        yield DocSpan(ent.doc, ent.start, of, label="PERSON")  # "Ann Lee of Norway"
        yield DocSpan(ent.doc, of + 1, ent.end, label="GPE")
        return
    joints = [t.i for t in ent if t.text in {"-", "–", "—", "/"}]
    if joints:
        edges = [ent.start, *(i for j in joints for i in (j, j + 1)), ent.end]
        parts = [ent.doc[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
        if len(parts) > 1 and all(_is_power(p.text) for p in parts):
            for part in parts:
                yield DocSpan(ent.doc, part.start, part.end, label="ORG" if places.body(part.text) else "GPE")
            return
    joint = next((t.i for t in ent if t.lower_ == "and" and ent.start < t.i < ent.end - 1), None)
    if joint is not None and ent.label_ in {"ORG", "PERSON"}:
        alone = {e.text for e in ent.doc.ents}
        parts = [ent.doc[ent.start : joint], ent.doc[joint + 1 : ent.end]]
        if any(p.text in alone for p in parts):  # "Acme and Holm Pumps" in an article that also names Acme
            yield from (DocSpan(ent.doc, p.start, p.end, label=ent.label_) for p in parts)
            return
    yield ent


def _is_power(text: str) -> bool:
    return any(known(text) is not None for known in (places.country, places.capital_of, places.body))
