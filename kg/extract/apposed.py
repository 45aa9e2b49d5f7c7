"""Doc → names that what stands beside them shows to be bodies: "Acme, the dairy cooperative,", "Acme boss Ann Lee"."""

from collections.abc import Container, Iterator

from spacy.tokens import Doc

from kg.extract.described import BODY_NOUNS
from kg.extract.shortening import COMPANY_NOUNS
from kg.lexicon import places, words

_NOUNS = (
    BODY_NOUNS
    | COMPANY_NOUNS
    | frozenset(
        "cooperative co-operative firm lobby ngo nonprofit start-up startup regulator subsidiary supplier watchdog".split()
    )
)
_REACH = 8  # tokens of "the Brussels-based farmers' cooperative"
_WITHIN = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "PART", "NUM"})


def is_called_body(doc: Doc, start: int, end: int) -> bool:
    """Whether an apposition says that a name, tokens `[start, end)`, is a body's; known places and "Ann Lee, the club said" are not."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in {"the", "a", "an"}:
        return False
    text = doc[start:end].text
    if places.country(text) or places.city(text) or places.region(text):
        return False
    for i in range(end + 2, min(end + 2 + _REACH, len(doc) - 1)):
        behind = doc[i + 1]
        if doc[i].is_lower and doc[i].lemma_.lower() in _NOUNS and (behind.is_punct or behind.lower_ in _GOING_ON):
            return behind.text not in {"-", "'", "’"}
        if doc[i].pos_ not in _WITHIN and doc[i].text not in {"-", "'", "’", "'s", "’s"}:
            return False
    return False


_GOING_ON = frozenset({"that", "which", "whose", "based", "in", "of", "for", "with", "founded", "owned", "run"})


_MAKERS = frozenset(
    "airline automaker bank brewery carmaker charity chipmaker conglomerate dredger drugmaker giant insurer lender planemaker "
    "retailer shipbuilder shipyard startup".split()
)


def employs(doc: Doc, start: int, end: int) -> bool:
    """Whether a name is a body's: "French drugmaker Acme", "Acme's former chief buyer, Ann Lee"."""
    if start > 0 and doc[start - 1].lower_ in _MAKERS:
        return True
    whose = end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_ == "whose"
    if end >= len(doc) or not (whose or doc[end].text in {"'s", "’s"}):
        return False
    end += whose
    i = end + 1
    while i < len(doc) and doc[i].is_lower and (doc[i].pos_ in {"ADJ", "NOUN", "CCONJ"} or doc[i].ent_type_ == "ROLE"):
        i += 1
    title = doc[end + 1 : i]
    if not len(title) or title[-1].lower_ in _PERSONAL:
        return False
    if (end - start > 1 or whose) and not any(t.lower_ in _CORPORATE for t in title):  # "Ann Lee's driver"
        return False
    if words.role_kind(title.text) != "office" and title[-1].lower_ != "officer":
        return False
    i += i < len(doc) and doc[i].text == ","
    return i < len(doc) and doc[i].ent_type_ == "PERSON"


_CORPORATE = frozenset(
    {"chairman", "chairwoman", "chair", "executive", "ceo", "cfo", "treasurer", "officer", "director"}
)
_PERSONAL = frozenset(
    "adviser advisor aide boss chief coach deputy manager mentor partner secretary spokesman spokesperson spokeswoman".split()
)
"""Offices that people have people for: "Lee's spokesman, Bo Holm"."""


def unmarked(doc: Doc, taken: Container[int]) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of capitalised words that no pipeline marked and that are called bodies, or stand
    before a title and a person: "ex-Acme boss Ann Lee".
    """
    known = {e[0].text for e in doc.ents if e.label_ == "ORG" and len(e) > 1}
    for token in doc:
        i = token.i
        if i in taken or token.tag_ not in {"NNP", "NN"} or not token.text[:1].isupper():
            continue
        named = token.pos_ == "PROPN" and (not token.is_sent_start or token.text in known)
        owned = i + 1 < len(doc) and doc[i + 1].lower_ in {"'s", "’s"}  # "Acme's boss, Ann Lee"
        if (i + 1 < len(doc) and is_called_body(doc, i, i + 1)) or (named and stands_before_title(doc, i + 1 + owned)):
            yield i, i + 1


def stands_before_title(doc: Doc, i: int) -> bool:
    """Whether a title in small letters and then a person stand at a token."""
    end = i
    while end < len(doc) and doc[end].is_lower and (doc[end].ent_type_ == "ROLE" or words.is_office(doc[end].text)):
        end += 1
    end += i < end < len(doc) and doc[end].text == ","
    return i < end < len(doc) and doc[end].ent_type_ == "PERSON"
