"""Bodies that only a common noun names, where an office belongs to them or they meet: "leader of the borough council".

The relation heads of the network and the tree find them. Such a body is one thing within its article and
is never taken for another article's.
"""

from collections.abc import Container, Iterator

from spacy.tokens import Doc, Token

from kg.lexicon import words
from kg.nlp.component import relations

BODY_NOUNS = frozenset(
    "jury ward unit lab desk division dam academy administration agency airline airport alliance archive army array assembly association authority "
    "bank board body brewery brigade broadcaster bureau cabinet campaign castle cathedral center centre chamber "
    "chapter charity choir church clinic club coalition college commission committee company confederation "
    "congress consortium consulate cooperative council court delegation department directorate embassy enterprise "
    "exchange expedition factory faculty farm federation festival firm fleet force forum foundation fund gallery "
    "garden group guard herbarium hospital hotel inquiry inspectorate institute institution laboratory league "
    "library lobby magazine mine ministry monastery mosque movement museum network newspaper nursery observatory "
    "office opera orchestra organisation organization panel parish park parliament party plant police port prison "
    "program programme project quartet regulator resort restaurant school secretariat senate service shelter shop "
    "society start-up startup station studio survey synagogue synod team temple theater theatre tournament "
    "treasury tribunal troupe trust union university venture watch watchdog winery workshop zoo".split()
)
_SITTING = frozenset(
    "assembly board cabinet chamber commission committee congress council panel parliament senate subcommittee".split()
)
"""Those of them that come together to do their work."""
_CONVENING = frozenset({"meet", "convene", "reconvene", "assemble"})
_BEFORE = 3  # tokens of "its new executive" before "director"
LEAST = 0.9  # probability of the relation
_WITHIN = frozenset({"NOUN", "PROPN", "ADJ"})
_NO_BODIES = frozenset("country nation state world time year day week month people house side man woman".split())


def described(doc: Doc, taken: Container[int]) -> Iterator[tuple[int, int]]:
    """Tokens `[start, end)` of the nouns that an office is said to belong to; `taken` tokens are names already."""
    seen: set[int] = set()
    for start in sorted({*_related(doc), *_owners(doc), *_assembled(doc)}):
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
    """First tokens of the nouns that an office is of: "the school board's chairwoman", "leader of the borough council",
    "who heads the audit team", "the committee, chaired by".
    """
    for ent in doc.ents:
        if ent.label_ == "ROLE":
            yield from _body_before(doc, ent.start)
            yield from _body_ending(doc, _before_possessive(doc, ent.start))
            yield from _body_behind(doc, ent.end - (doc[ent.end - 1].lower_ == "of"), _OF)
    for token in doc:
        if token.ent_type_ != "ROLE" and words.is_office(token.lower_):
            yield from _body_ending(doc, _before_possessive(doc, token.i))
            yield from _body_behind(doc, token.i + 1, _OF)
        if words.headed_office(token.lower_) is not None:
            if token.i + 1 < len(doc) and token.nbor().lower_ == "by":
                yield from _body_ending(doc, _before_clause(doc, token.i))
            elif token.pos_ in {"VERB", "NOUN"}:
                yield from _body_behind(doc, token.i, frozenset({token.lower_}))


def _assembled(doc: Doc) -> Iterator[int]:
    """First tokens of the nouns that meet: "the committee will meet", "the board's next meeting", "a session of the council"."""
    for token in doc:
        sits = token.pos_ == "NOUN" and token.lemma_.lower() in _SITTING and _comes_together(token)
        if sits and not any(_is_member(c) for c in token.children):
            yield from _body_ending(doc, token.i)


def _is_member(phrase: Token) -> bool:
    """ "A committee of Norway and Sweden": these meet."""
    return phrase.ent_type_ == "GPE" and any(c.lower_ == "of" for c in phrase.children)


def _comes_together(noun: Token) -> bool:
    if noun.dep_ == "nsubj":  # "the board convened", "the board voted at its meeting"
        own = any(_is_gathering(c) and any(g.lower_ == "its" for g in c.children) for c in noun.head.children)
        return own or noun.head.lemma_.lower() in _CONVENING
    of = noun.dep_ == "nmod" and any(c.lower_ == "of" for c in noun.children)
    return (of or noun.dep_ in {"compound", "nmod:poss"}) and _is_gathering(noun.head)


def _is_gathering(token: Token) -> bool:
    return token.pos_ == "NOUN" and words.meeting_kind(token.lower_, "NOUN") is not None


_OF = frozenset({"of", "for", "at"})


def _body_before(doc: Doc, start: int) -> Iterator[int]:
    """The body that is the subject of the sentence before "Its chair": "The works council met. Its chair, …"."""
    sentence = doc[start].sent
    if doc[sentence.start].lower_ != "its" or start - sentence.start > _BEFORE or not sentence.start:
        return
    for token in doc[sentence.start - 1].sent:
        if token.dep_.startswith("nsubj") and token.head.dep_ == "ROOT":
            yield from _body_ending(doc, token.i)


def _before_possessive(doc: Doc, start: int) -> int:
    """The last token of what owns an office: "the charity's own auditor", "a committee, whose chairman"."""
    for k in range(start - 1, max(start - 4, 1), -1):
        if doc[k].lower_ in {"'s", "’s"}:
            return k - 1
        if doc[k].lower_ == "whose":
            return k - 1 - (doc[k - 1].text == ",")
        if not doc[k].is_lower or doc[k].pos_ not in {"ADJ", "NOUN", "ADV"}:
            break
    return -1


_CLAUSE = frozenset({",", "which", "that", "is", "was", "now", "currently"})


def _before_clause(doc: Doc, i: int) -> int:
    """The last token before "led by", "which is chaired by"."""
    i -= 1
    while i > 0 and doc[i].lower_ in _CLAUSE:
        i -= 1
    return i


def _body_ending(doc: Doc, i: int) -> Iterator[int]:
    """The first token of the noun phrase that ends at a token, if that is a body."""
    if i < 0 or doc[i].pos_ != "NOUN" or doc[i].lemma_.lower() not in BODY_NOUNS:
        return
    start = i
    while start > 0 and doc[start - 1].pos_ in {"NOUN", "ADJ"} and doc[start - 1].dep_ in {"compound", "amod"}:
        if doc[start - 1].ent_type_ == "NORP":
            break
        start -= 1
    yield start


def _body_behind(doc: Doc, i: int, lead: frozenset[str]) -> Iterator[int]:
    """The first token of the noun phrase behind "of the", "heads the", if that is a body."""
    if (
        i + 2 >= len(doc)
        or doc[i].lower_ not in lead
        or doc[i + 1].lower_ not in {"the", "a", "an", "its", "his", "her"}
    ):
        return
    start = end = i + 2
    while end < len(doc) and doc[end].is_lower and not doc[end].ent_type_:
        if doc[end].lower_ in {"'s", "’s"}:  # "the city's harbour inspectorate"
            start = end + 1
        elif doc[end].pos_ not in {"NOUN", "ADJ"}:
            break
        end += 1
    if end > start and doc[end - 1].lemma_.lower() in BODY_NOUNS:
        yield start


def _goes_on(doc: Doc, i: int, taken: Container[int]) -> bool:
    if i in taken or doc[i].ent_type_ in {"ROLE", "PERSON", "DATE"}:
        return False
    if i > 0 and doc[i - 1].lemma_.lower() in _SITTING and _is_gathering(doc[i]):
        return False  # "council meeting"
    possessive = doc[i].text in {"'", "’"} and i + 1 < len(doc) and doc[i + 1].pos_ in _WITHIN
    return doc[i].pos_ in _WITHIN or (possessive and doc[i + 1].ent_type_ != "ROLE")
