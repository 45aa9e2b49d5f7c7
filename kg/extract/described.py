"""Bodies that only a common noun names, where an office belongs to them: "leader of the borough council".

The relation heads of the network find them; pipelines without such heads give none. Such a body is one
thing within its article and is never taken for another article's.
"""

from collections.abc import Container, Iterator

from spacy.tokens import Doc

from kg.nlp.component import relations

BODY_NOUNS = frozenset(
    "academy administration agency airline alliance array assembly association authority bank board body bureau cabinet "
    "chamber charity club coalition college commission committee company congress cooperative council court department "
    "federation firm foundation fund group hospital institute institution laboratory league ministry museum network "
    "observatory office organisation organization panel parliament party police regulator school senate service society "
    "station team tribunal trust union university watchdog".split()
)
LEAST = 0.9  # probability of the relation
_WITHIN = frozenset({"NOUN", "PROPN", "ADJ"})
_NO_BODIES = frozenset("country nation state world time year day week month people house side man woman".split())


def described(doc: Doc, taken: Container[int]) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of the nouns that an office is said to belong to; `taken` tokens are names already."""
    seen: set[int] = set()
    for start in sorted({*_related(doc), *_owners(doc)}):
        while start < len(doc) and doc[start].pos_ in {"DET", "PRON"}:
            start += 1
        end = start
        while end < len(doc) and _goes_on(doc, end, taken):
            end += 1
        while end > start and doc[end - 1].pos_ != "NOUN":
            end -= 1
        if start == end or start in seen or (end < len(doc) and end in taken and doc[end].ent_type_ == "ORG"):
            continue
        if any(c.isupper() for c in doc[start + 1 : end].text) or doc[end - 1].lemma_.lower() in _NO_BODIES:
            continue
        seen.add(start)
        yield start, end


def _related(doc: Doc) -> Iterator[int]:
    return (r.other for r in relations(doc) if r.name == "role_org" and r.probability >= LEAST)


def _owners(doc: Doc) -> Iterator[int]:
    """First tokens of the nouns that own an office: "the school board's chairwoman"."""
    for ent in doc.ents:
        if ent.label_ == "ROLE" and ent.start > 1 and doc[ent.start - 1].lower_ in {"'s", "’s"}:
            noun = doc[ent.start - 2]
            if noun.pos_ == "NOUN" and noun.lemma_.lower() in BODY_NOUNS:
                start = noun.i
                while (
                    start > 0 and doc[start - 1].pos_ in {"NOUN", "ADJ"} and doc[start - 1].dep_ in {"compound", "amod"}
                ):
                    start -= 1
                yield start


def _goes_on(doc: Doc, i: int, taken: Container[int]) -> bool:
    if i in taken or doc[i].ent_type_ in {"ROLE", "PERSON", "DATE"}:
        return False
    possessive = doc[i].text in {"'", "’"} and i + 1 < len(doc) and doc[i + 1].pos_ in _WITHIN
    return doc[i].pos_ in _WITHIN or (possessive and doc[i + 1].ent_type_ != "ROLE")
