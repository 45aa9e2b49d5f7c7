"""Doc + names → roles: who holds which office where.

Every role starts from a span that names an office (`offices`), its holder is found by the constructions
of `holders`, its organization by `employers`. Unnamed holders and bare occupations give no fact.
"""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as DocSpan

from kg.extract.holders import Holding, heading, holdings
from kg.extract.offices import offices
from kg.extract.reading import Reading
from kg.model import Evidence, RoleFact


def roles(reading: Reading) -> Iterator[RoleFact]:
    """Every role that the article states, in order of appearance; once a person, title and organization."""
    seen: dict[tuple[int, str, int | None], RoleFact] = {}
    for sentence in reading.sentences:
        for office in offices(sentence):
            if reading.names.at(office.start) is not None:  # "High Commissioner" in the name of a body
                continue
            for holding in holdings(reading, sentence, office):
                _keep(reading, sentence, holding, seen)
        for holding in heading(reading, sentence):
            _keep(reading, sentence, holding, seen)
    yield from _without_vaguer(list(seen.values()))


def _keep(
    reading: Reading, sentence: DocSpan, holding: Holding, seen: dict[tuple[int, str, int | None], RoleFact]
) -> None:
    """Add a fact, or make a known one surer."""
    fact = _fact(reading, sentence, holding)
    key = (fact.person, fact.role.casefold(), fact.organization)
    known = seen.get(key)
    if known is None or fact.evidence.confidence > known.evidence.confidence:
        seen[key] = replace(fact, former=known.former if known else fact.former)


def _without_vaguer(facts: list[RoleFact]) -> Iterator[RoleFact]:
    """ "President Lee" adds nothing to "South Korean President Lee"."""
    for fact in facts:
        vaguer = fact.organization is None and any(
            f.person == fact.person and f.organization is not None and _same_title(f.role, fact.role) for f in facts
        )
        if not vaguer:
            yield fact


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
