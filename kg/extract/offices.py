"""Sentence → the spans that name offices: "deputy foreign minister", with "former" and the like read off."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from kg.extract.described import BODY_NOUNS
from kg.extract.remits import is_area, portfolio_end, remit_end
from kg.lexicon import words


@dataclass(frozen=True, slots=True)
class Office:
    """A span that names an office: tokens `[start, end)` and what its modifiers say."""

    start: int
    end: int
    title: str
    former: bool
    first: int  # tokens [first, last) of the coordinated offices it is one of: "chairman and CEO"
    last: int


@dataclass(frozen=True, slots=True)
class Holding:
    """An office with a holder (index of a name) and perhaps an organization (index of a name)."""

    office: Office
    holder: int
    organization: int | None
    rule: str
    confidence: float
    former: bool = False


def is_plural(doc: Doc, office: Office) -> bool:
    """Whether several hold it: "ministers", "ministers of foreign affairs"; not "minister of foreign affairs"."""
    span = doc[office.start : office.end]
    head = next((t.nbor(-1) for t in span[1:] if t.lower_ in {"of", "for"}), span[-1])
    return head.tag_ in {"NNS", "NNPS"}


def offices(sentence: DocSpan) -> Iterator[Office]:
    """The spans of a sentence that name an office, with their modifiers read."""
    doc = sentence.doc
    spans = list(_office_spans(sentence))
    for n, (start, end) in enumerate(spans):
        first, last = _coordination(doc, spans, n)
        former = False
        while start < end - 1 and (kind := words.role_modifier(doc[start].lower_)) in {"former", "none"}:
            start, former = start + 1, former or kind == "former"
        if end - start > 1 and doc[start].text == "under" and doc[start + 1].is_title:  # "under Secretary of State Lee"
            start += 1
            first = start if n == 0 or first == spans[n][0] else first
        while start < end and doc[start].lower_ in {"the", "a", "an", "-"}:
            start += 1
        end = _without_rank(doc, start, end)
        if (
            doc[start].lower_ in _ORDINALS
            and words.role_kind(doc[start + 1 : end].text)
            and not _is_listed(doc, start, end)
        ):
            start += 1
        crime = any(t.lower_ in _CRIME for t in doc[start:end]) or doc[end - 1].lower_.endswith("manship")
        body = doc[end - 1].lower_ in BODY_NOUNS and words.role_kind(doc[start:end].text) is None  # "inspectorate"
        if (
            start < end
            and not crime
            and not body
            and doc[start:end].text.lower() not in _NEVER
            and not _is_only_modified(doc[start:end])
            and not _is_deed(doc[start])
        ):
            former = former or _said_former(doc[max(sentence.start, start - 5) : start])
            name = f"{_rank_before_nation(doc, start)} {doc[start:end].text}".lstrip()
            yield Office(start, end, title(name), former, min(first, start), last)


def _is_deed(token: Token) -> bool:
    """Whether a word is a verb here: "will chair a meeting", "spoke for Norway"."""
    if token.tag_ == "VBD" and token.is_lower:
        return words.role_kind(token.text) is None
    return token.tag_ == "VB" and token.i > 0 and token.nbor(-1).tag_ in {"MD", "TO"}


_NEVER = frozenset({"in-law", "sheikha", "dato", "datuk", "tan sri", "dato sri", "datuk seri"})
"""What is marked as a title though it is kinship or a style."""
_UNDER = frozenset({"assistant", "associate", "deputy", "vice"})


def _rank_before_nation(doc: Doc, start: int) -> str:
    """The rank that a country or nationality parts from its title: "Assistant" in "Assistant U.S. Attorney"."""
    parted = 1 < start < len(doc) and doc[start].is_title and doc[start - 1].ent_type_ in {"GPE", "NORP"}
    rank = doc[start - 2].text if parted else ""
    return rank if rank.istitle() and rank.lower() in _UNDER else ""


_CRIME = frozenset({"cartel", "drug", "gang", "mafia", "mob"})
"""Words of titles that are no offices: "mafia boss"; nor is a "chairmanship"."""


def _is_only_modified(span: DocSpan) -> bool:
    """Whether a span is no title but what may go before one: "senior", "top", "the Hon."; an "executive at" has one."""
    behind = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
    if span[-1].lower_ == "executive" and behind in {"at", "of", "with"}:
        return False
    return words.role_kind(span.text) is None and all(
        words.role_modifier(t.lower_) is not None or t.lower_ in {"top", "."} or words.is_honorific(t.text)
        for t in span
    )


_ORDINALS = frozenset({"first", "second", "third", "fourth"})


def _is_listed(doc: Doc, start: int, end: int) -> bool:
    """Whether the ordinal belongs to the title: "first minister", "second secretary"."""
    return doc[start].is_title or words.is_office(doc[start:end].text)


def without(office: Office, start: int, text: str) -> Office:
    """An office without a name that was marked with it: "Labour leader", "Deputy Norwegian Justice Minister"."""
    return replace(office, start=start, first=max(office.first, start), title=title(text))


def _coordination(doc: Doc, spans: list[tuple[int, int]], n: int) -> tuple[int, int]:
    """From the first to the last office of "chairman and CEO", "founder, owner and coach"."""
    first = last = n
    while first > 0 and _joined(doc, spans[first - 1], spans[first]):
        first -= 1
    while last + 1 < len(spans) and _joined(doc, spans[last], spans[last + 1]):
        last += 1
    return spans[first][0], spans[last][1]


_SUPREME = frozenset({"president", "prime minister", "premier", "chancellor", "king", "queen", "emperor", "pope"})


def _joined(doc: Doc, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two offices may be one person's; "the Prime Minister and President Lee" are two people."""
    between = doc[left[1] : right[0]]
    if not 1 <= len(between) <= 2 or any(t.lower_ not in {"and", ",", "&"} for t in between):
        return False
    if _is_of_role(doc, left[0]):  # "representative of the chair and head of the mission"
        return False
    kinds = {words.role_kind(doc[start:end].text.lower()) == "occupation" for start, end in (left, right)}
    if between.text == "," and len(kinds) == 2:  # "its president, nurse Ann Lee"
        return False
    return not all(doc[start:end].text.lower() in _SUPREME for start, end in (left, right))


def _is_of_role(doc: Doc, start: int) -> bool:
    """Whether an office stands behind "of" and another: "the" may stand between."""
    i = start - 1 - (start > 0 and doc[start - 1].lower_ == "the")
    return i > 0 and doc[i].lower_ == "of" and doc[i - 1].ent_type_ == "ROLE"


def _office_spans(sentence: DocSpan) -> Iterator[tuple[int, int]]:
    """The spans marked as offices; pieces of one title are put together again.

    "deputy" + "foreign minister", "interior" + "overseas minister" in "interior and overseas minister".
    """
    doc = sentence.doc
    marked = [
        (_area_start(doc, e.start, sentence.start), _noun_end(doc, e, sentence.end))
        for e in sentence.ents
        if e.label_ == "ROLE"
    ]
    named = {t.i for e in sentence.ents if not words.is_office(e.text) for t in e}  # "MEP" may be marked as a person
    taken = {t for start, end in marked for t in range(start, end)} | named
    found = ((sentence.start + a, sentence.start + b) for a, b in words.offices([t.text for t in sentence]))
    listed = [(_compound_start(doc, a, sentence.start, taken), b) for a, b in found]
    spans = [
        (s, remit_end(doc, s, portfolio_end(doc, _content_end(doc, s, e), sentence.end), sentence.end))
        for s, e in sorted([*marked, *(span for span in listed if not taken & set(range(*span)))])
    ]
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is not None:
            between = doc[current[1] : start].text
            unfinished = words.role_kind(doc[current[0] : current[1]].text) is None
            if not between.strip() or (between.strip() == "and" and unfinished):
                current = (current[0], end)
                continue
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _compound_start(doc: Doc, start: int, limit: int, taken: Container[int]) -> int:
    """The start of a title that only the lexicon knows with the nouns before it: "markets strategist", "cabinet member"."""
    for _ in range(2):
        before = doc[start - 1] if start > limit else doc[start]
        hyphen = start - 2 > limit and doc[start - 2].text == "-"  # "third-grade teacher"
        if before.i == start or before.i in taken or before.pos_ != "NOUN" or before.dep_ != "compound" or hyphen:
            break
        start -= before.is_lower
    return start


def _noun_end(doc: Doc, span: DocSpan, limit: int) -> int:
    """The end of a title of which only the modifiers are marked: "senior" in "senior fellow"."""
    end = span.end
    while end < limit and _is_only_modified(span) and (doc[end].pos_ == "NOUN" or words.role_kind(doc[end].lower_)):
        end += 1
    return end


def _content_end(doc: Doc, start: int, end: int) -> int:
    """The end of a span without a preposition or article that was marked with it."""
    while end > start + 1 and doc[end - 1].lower_ in {"of", "for", "at", "the", "to", ","}:
        end -= 1
    return end


def _area_start(doc: Doc, start: int, limit: int) -> int:
    """The start of a title with the part of the world, or the noun, before it: "East Africa chief"."""
    before = doc[start - 1] if start > limit else doc[start]
    if before.lower_ in BODY_NOUNS and before.is_lower and not before.ent_type_ and doc[start].is_lower:
        return start - 1  # "parliament speaker"
    area = next((e for e in doc[max(start - 3, limit) : start].ents if e.end == start), None)
    return area.start if area is not None and is_area(area) else start


def _without_rank(doc: Doc, start: int, end: int) -> int:
    """The end of an office marked with the rank behind it: "coalition spokesman Brigadier General"."""
    if words.role_kind(doc[start:end].text) == "office":  # "prosecutor general"
        return end
    for i in range(start + 1, end):
        if words.role_kind(doc[start:i].text) == "office" and words.is_rank(doc[i:end].text):
            return i
    return end


_TERMS = frozenset({"decade", "month", "term", "year"})


def _said_former(before: DocSpan) -> bool:
    """ "former", "ex-", "then", "late" among the words right before an office (names may stand between); "after six years as"."""
    if len(before) > 2 and before[-1].lower_ == "as" and before[-2].lemma_.lower() in _TERMS:
        return any(t.lower_ == "after" for t in before)
    for token in reversed(before):
        if words.role_modifier(token.lower_) == "former":
            return True
        if token.lower_ in {"-", "’s", "'s"} or token.ent_type_ in {"GPE", "NORP", "ORG"} or token.pos_ == "ADJ":
            continue
        return False
    return False


def title(text: str) -> str:
    """The title as it is labelled: lower case but for acronyms and names in it.

    >>> title("Deputy Foreign Minister"), title("CEO"), title("U.N. Ambassador"), title("Secretary-General")
    ('deputy foreign minister', 'CEO', 'U.N. ambassador', 'secretary-general')
    >>> title("Senators"), title("Ministers for Fisheries")
    ('senator', 'minister for fisheries')
    """
    parts = [w if w.isupper() and len(w) > 1 else w.lower() for w in text.split()]
    head = next((i for i, w in enumerate(parts) if w in {"of", "for"}), len(parts)) - 1
    if head >= 0:
        parts[head] = words.singular_role(parts[head])
    return " ".join(parts)
