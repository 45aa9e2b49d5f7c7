"""Doc + names → roles: who holds which office where.

Every role starts from a span that names an office (`offices`), its holder is found by the constructions
of `holders`, its organization by `employers`. Unnamed holders and bare occupations give no fact.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as DocSpan

from kg.extract.employers import nationality_in
from kg.extract.headings import heading
from kg.extract.holders import holdings
from kg.extract.implied import across, inherited, of_subject, relatives, succession, taken_up
from kg.extract.offices import Holding, Office, offices, without
from kg.extract.reading import Reading
from kg.model import EntityKind, Evidence, RoleFact


def roles(reading: Reading) -> Iterator[RoleFact]:
    """Every role that the article states, in order of appearance; once a person, title and organization."""
    seen: dict[tuple[int, str, int | None], RoleFact] = {}
    unnamed: list[tuple[int, Office]] = []  # sentences and the offices in them that nobody is named for
    for sentence, holding in _held(reading, unnamed):
        _keep(reading, sentence, holding, seen)
    introduced = {fact.person for fact in seen.values()}
    for sentence, holding in _across(reading, unnamed):
        if reading.names.entity_of[holding.holder] not in introduced:
            _keep(reading, sentence, holding, seen)
    yield from _without_vaguer(reading, [_in_context(reading, fact) for fact in seen.values()])


def _held(reading: Reading, unnamed: list[tuple[int, Office]]) -> Iterator[tuple[DocSpan, Holding]]:
    """Every office with its holder, and the sentence that names the holder; the offices without go to `unnamed`."""
    held: list[Holding] = []
    for n, sentence in enumerate(reading.sentences):
        before: list[Holding] = []
        for office in filter(None, (_without_names(reading, o) for o in offices(sentence))):
            given = (of_subject(reading, sentence, h) for h in holdings(reading, sentence, office, before))
            found = [inherited(reading, sentence, taken_up(reading, n, h, unnamed), held) for h in given]
            before = found or before
            held += found
            yield from ((sentence, holding) for holding in found)
            if not found:
                unnamed.append((n, office))
        further = [*heading(reading, sentence), *relatives(reading, sentence, held)]
        further += succession(reading, sentence, held)
        held += further
        yield from ((sentence, holding) for holding in further)


def _without_names(reading: Reading, office: Office) -> Office | None:
    """An office without the body or nationality that was marked with it; None if it is only part of a name."""
    names, doc = reading.names, reading.doc
    body = names.at(office.start)
    if body is not None and names.names[body].end >= office.end:  # "High Commissioner" in the name of a body
        return None
    if body is not None and doc[office.start].ent_type_ == "ROLE":  # "Labour leader"
        end = names.names[body].end
        office = without(office, end, doc[end : office.end].text)
    inside = nationality_in(reading, office)
    if inside is None:
        return office
    name = names.names[inside]
    kept = [*doc[office.start : name.start], *doc[name.end : office.end]]
    return without(office, office.start, " ".join(t.text for t in kept))


def _across(reading: Reading, unnamed: list[tuple[int, Office]]) -> Iterator[tuple[DocSpan, Holding]]:
    """Holders that the sentence behind an unnamed office-holder, or else the one before, names."""
    sentences = reading.sentences
    for n, office in unnamed:
        for other in (n + 1, n - 1):
            found = list(across(reading, sentences[n], sentences[other], office)) if 0 <= other < len(sentences) else []
            yield from ((sentences[other], holding) for holding in found)
            if found:
                break


_OF_STATE = re.compile(r"(?:.* )?(?:minister|premier|secretary of (?:defen[cs]e|the treasury)|.* secretary)")
_NO_STATE = re.compile(
    r".*(?:foreign (?:minister|secretary)|(?:general|press|party|private|permanent|parliamentary|company|union|corporate|first) secretary)"
)
_OFTEN = 3


def _in_context(reading: Reading, fact: RoleFact) -> RoleFact:
    """A minister of no country in an article that names one country only, and often, is that country's.

    But for foreign ministers, who speak of other countries.
    """
    title = fact.role.casefold()
    if fact.organization is not None or not _OF_STATE.fullmatch(title) or _NO_STATE.fullmatch(title):
        return fact
    names = reading.names
    count = Counter(e for e in names.entity_of if names.entities[e].kind is EntityKind.COUNTRY)
    if len(count) != 1 or count.total() < _OFTEN:
        return fact
    (country,) = count
    evidence = replace(fact.evidence, rule="role.context.v1", confidence=0.6)
    return replace(fact, organization=country, evidence=evidence)


def _keep(
    reading: Reading, sentence: DocSpan, holding: Holding, seen: dict[tuple[int, str, int | None], RoleFact]
) -> None:
    """Add a fact, or make a known one surer."""
    fact = _fact(reading, sentence, holding)
    key = (fact.person, fact.role.casefold(), fact.organization)
    known = seen.get(key)
    if known is None or fact.evidence.confidence > known.evidence.confidence:
        seen[key] = replace(fact, former=known.former if known else fact.former)
    if known is not None and _has_left(fact):
        seen[key] = replace(seen[key], former=True)


def _has_left(fact: RoleFact) -> bool:
    """Whether a fact tells that somebody gave an office up: "Lee resigned as chair", whatever was said before."""
    return fact.former and fact.evidence.rule == "role.verb.v1"


def _without_vaguer(reading: Reading, facts: list[RoleFact]) -> Iterator[RoleFact]:
    """ "President Lee" adds nothing to "South Korean President Lee", but "Lee resigned as president" that it is over."""
    vaguer = [f for f in facts if any(_says_less(reading, f, other) for other in facts)]
    for fact in (f for f in facts if f not in vaguer):
        left = any(
            v.person == fact.person and v.role.casefold() == fact.role.casefold() and _has_left(v) for v in vaguer
        )
        yield replace(fact, former=True) if left else fact


def _says_less(reading: Reading, fact: RoleFact, other: RoleFact) -> bool:
    """Whether another fact tells the same office with its body, with the name of its body, or with its remit."""
    if fact.person != other.person:
        return False
    if fact.organization is None:
        remit = other.role.casefold().startswith((f"{fact.role.casefold()} for ", f"{fact.role.casefold()} of "))
        return remit or (other.organization is not None and _same_title(other.role, fact.role))
    entities = reading.names.entities  # "the company's director" beside "director of Acme"
    named = other.organization is not None and not entities[other.organization].name.islower()
    return named and entities[fact.organization].name.islower() and other.role.casefold() == fact.role.casefold()


def _same_title(full: str, short: str) -> bool:
    full, short = full.casefold(), short.casefold()
    return full == short or full.endswith(" " + short)


def _fact(reading: Reading, sentence: DocSpan, holding: Holding) -> RoleFact:
    names, office = reading.names, holding.office
    parts = [reading.span(office.start, office.end), names.names[holding.holder].span]
    organization = None
    if holding.organization is not None:
        organization = names.entity_of[holding.organization]
        parts.append(names.names[holding.organization].span)
    return RoleFact(
        person=names.entity_of[holding.holder],
        role=office.title,
        organization=organization,
        former=office.former or holding.former,
        evidence=Evidence(reading.sentence_span(sentence), tuple(sorted(parts)), holding.rule, holding.confidence),
    )
