"""Resolution → memberships, meetings and statements: facts of all articles that are one thing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from kg.graph.terms import Mint, digest
from kg.lexicon.places import city, region
from kg.model import DateValue, EntityKind, MeetingFact, Precision, RoleFact, StatementFact
from kg.names import fold, slug
from kg.resolve import Entity, Gathering, Resolution

_STAGES = ("planned", "postponed", "cancelled", "ongoing", "held")
"""The states of a meeting as they follow each other."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a role, perhaps of an organization, with every report of it."""

    iri: NamedNode
    label: str
    person: NamedNode
    title: str
    role: NamedNode
    organization: NamedNode | None
    former: bool  # in the view of the latest article
    reports: tuple[tuple[int, RoleFact], ...]

    def by_article(self) -> dict[int, list[RoleFact]]:
        """The reports of each article."""
        out: dict[int, list[RoleFact]] = defaultdict(list)
        for number, fact in self.reports:
            out[number].append(fact)
        return out


@dataclass(frozen=True, slots=True)
class Named:
    """A role or a venue: the same words, however they are spelled."""

    iri: NamedNode
    name: str
    forms: tuple[str, ...]  # the other spellings


@dataclass(frozen=True, slots=True)
class Meeting:
    """A gathering with every report of it."""

    iri: NamedNode
    label: str
    kind: str
    status: str  # latest known
    date: DateValue | None  # the most precise
    reports: tuple[tuple[int, MeetingFact], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An utterance in one wording with every report of it."""

    iri: NamedNode
    label: str
    speaker: NamedNode | None
    text: str
    reports: tuple[tuple[int, StatementFact], ...]


class Instances:
    """The things that the facts of a resolution are about."""

    def __init__(self, resolution: Resolution, mint: Mint, entity_iris: Sequence[NamedNode]) -> None:
        self.resolution, self.mint, self.entity_iris = resolution, mint, entity_iris
        self._names = {iri.value: e.name for iri, e in zip(entity_iris, resolution.entities, strict=True)}
        self._idents = Counter(iri.value.rsplit("/", 1)[1] for iri in entity_iris)
        self.acting = self._acting()
        self.memberships = list(self._memberships())
        self.meetings = [self._meeting(g) for g in resolution.gatherings]
        self.statements = list(self._statements())
        self.roles = self._named((m.role, f.role) for m in self.memberships for _, f in m.reports)
        self.venues = self._named(
            (self.venue(f.venue), f.venue) for m in self.meetings for _, f in m.reports if f.venue
        )

    def label(self, entity: NamedNode) -> str:
        """The name of an entity."""
        return self._names[entity.value]

    def venue(self, name: str) -> NamedNode:
        """A building or site where a meeting takes place."""
        return self.mint.iri("place", slug(name))

    def places(self, article: int, fact: MeetingFact) -> list[int]:
        """The places that an article tells of a meeting, the one to name first: a city, else the finest, else as told."""
        told = dict.fromkeys(self.resolution.entity_of[article, p] for p in fact.places)
        return sorted(told, key=lambda e: _coarseness(self.resolution.entities[e]))

    def _named(self, told: Iterable[tuple[NamedNode, str]]) -> list[Named]:
        """One thing an IRI: named as the entity of that IRI, else as most reports spell it."""
        spellings: dict[NamedNode, Counter[str]] = defaultdict(Counter)
        for iri, form in told:
            spellings[iri][form] += 1
        out = []
        for iri, count in spellings.items():
            name = self._names.get(iri.value) or _usual(count)
            out.append(Named(iri, name, tuple(sorted(count.keys() - {name}))))
        return out

    def _acting(self) -> set[int]:
        """Entities that employ somebody or take part in a meeting."""
        out: set[int] = set()
        for number, article in enumerate(self.resolution.articles):
            locals_ = [r.organization for r in article.roles if r.organization is not None]
            locals_ += [p for m in article.meetings for p in m.participants]
            out |= {self.resolution.entity_of[number, e] for e in locals_}
        return out

    def _latest(self, reports: Iterable[int]) -> list[int]:
        """Articles in order of publication; undated ones first, ties by source."""

        def key(number: int) -> tuple[int, int]:
            published = self.resolution.articles[number].published
            return (published.day.toordinal() if published else 0, number)

        return sorted(set(reports), key=key)

    # -- memberships

    def _memberships(self) -> Iterable[Membership]:
        groups: dict[tuple[int, str], dict[int | None, list[tuple[int, RoleFact]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for number, article in enumerate(self.resolution.articles):
            for fact in article.roles:
                entity_of = self.resolution.entity_of
                organization = None if fact.organization is None else entity_of[number, fact.organization]
                groups[entity_of[number, fact.person], fold(fact.role)][organization].append((number, fact))
        for (person, role), by_organization in sorted(groups.items()):
            named = [o for o in by_organization if o is not None]
            if len(named) == 1 and None in by_organization:  # "Secretary of State Lee" is the one of "U.S. Secretary …"
                by_organization[named[0]] += by_organization.pop(None)
            for organization, reports in sorted(by_organization.items(), key=lambda kv: (kv[0] is None, kv[0] or 0)):
                yield self._membership(
                    person, role, organization, sorted(reports, key=lambda r: (r[0], r[1].evidence.sentence))
                )

    def _membership(
        self, person: int, folded: str, organization: int | None, reports: list[tuple[int, RoleFact]]
    ) -> Membership:
        role = _usual(Counter(fact.role for _, fact in reports))
        body = None if organization is None else self.entity_iris[organization]
        newest = self._latest(n for n, _ in reports)[-1]
        names = [self.label(self.entity_iris[person]), role, *([self.label(body)] if body else [])]
        return Membership(
            iri=self.mint.iri(
                "membership",
                "--".join(
                    [
                        self.entity_iris[person].value.rsplit("/", 1)[1],
                        slug(folded),
                        *([self._ident(body)] if body else []),
                    ]
                ),
            ),
            label=", ".join(names),
            person=self.entity_iris[person],
            title=role,
            role=self.mint.iri("role", slug(folded)),
            organization=body,
            former=all(f.former for n, f in reports if n == newest),
            reports=tuple(reports),
        )

    def _ident(self, body: NamedNode) -> str:
        """The last part of an IRI; with its kind where things of two kinds are called so."""
        kind, ident = body.value.rsplit("/", 2)[1:]
        return ident if self._idents[ident] == 1 else f"{kind}-{ident}"

    # -- meetings

    def _meeting(self, gathering: Gathering) -> Meeting:
        articles = self.resolution.articles
        reports = tuple((n, articles[n].meetings[i]) for n, i in gathering.members)
        kinds = [f.kind for _, f in reports]
        kind = max(set(kinds), key=lambda k: (k not in {"meeting", "other"}, kinds.count(k), k))
        label = self._meeting_label(kind, reports, gathering.date)
        key = sorted(f"{articles[n].document.source}\x1f{f.evidence.parts}" for n, f in reports)
        return Meeting(
            self.mint.iri("meeting", f"{slug(label)}-{digest(*key, length=8)}"),
            label,
            kind,
            self._status(reports),
            gathering.date,
            reports,
        )

    def _status(self, reports: Sequence[tuple[int, MeetingFact]]) -> str:
        """The latest known state: of the newest article, or a later stage that one of its day, or an undated one, tells."""
        told: dict[date | None, set[str]] = defaultdict(set)
        for number, fact in reports:
            published = self.resolution.articles[number].published
            if fact.status != "unclear":
                told[published.day if published else None].add(fact.status)
        newest = max((day for day in told if day), default=None)
        return max(told[newest] | told[None], key=_STAGES.index, default="unclear")

    def _meeting_label(self, kind: str, reports: Sequence[tuple[int, MeetingFact]], when: DateValue | None) -> str:
        """ "Norway–Sweden talks in Oslo, 2024-05-14": bodies first, people where no two bodies are told."""
        entity_of, entities = self.resolution.entity_of, self.resolution.entities
        told: dict[int, int] = defaultdict(int)
        for n, fact in reports:
            for p in fact.participants:
                told[entity_of[n, p]] += 1
        bodies = [e for e in told if entities[e].kind is not EntityKind.PERSON]
        people = [e for e in told if entities[e].kind is EntityKind.PERSON]
        chosen = bodies if len(bodies) >= 2 or not people else people
        chosen = sorted(chosen, key=lambda e: (-told[e], entities[e].name))[:3]
        where = [entities[places[0]].name for n, fact in reports if (places := self.places(n, fact))]
        label = "–".join(sorted(entities[e].name for e in chosen)) + f" {kind}"
        if where:
            label += f" in {max(sorted(set(where)), key=where.count)}"
        if when is not None:
            label += f", {_when(when)}"
        return label.strip()

    # -- statements

    def _statements(self) -> Iterable[Said]:
        groups: dict[tuple[str, str], list[tuple[int, StatementFact]]] = defaultdict(list)
        for number, article in enumerate(self.resolution.articles):
            for fact in article.statements:
                if fact.speaker is not None:
                    speaker = self.entity_iris[self.resolution.entity_of[number, fact.speaker]].value
                else:
                    speaker = f"{article.document.source}\x1f{fold(fact.speaker_text)}"
                groups[speaker, fold(fact.text)].append((number, fact))
        for (speaker, folded), reports in sorted(groups.items()):
            number, fact = reports[0]
            iri = None if fact.speaker is None else self.entity_iris[self.resolution.entity_of[number, fact.speaker]]
            who = self.label(iri) if iri is not None else fact.speaker_text
            short = fact.text if len(fact.text) <= 60 else fact.text[:57].rsplit(" ", 1)[0] + " …"
            once = {n: (n, f) for n, f in reversed(reports)}  # an article that repeats a quotation says it once
            yield Said(
                self.mint.iri("statement", digest(speaker, folded)),
                f"{who}: “{short}”",
                iri,
                fact.text,
                tuple(once[n] for n in sorted(once)),
            )


def _coarseness(place: Entity) -> int:
    """0 for a city that the gazetteer knows, 1 for a name that it does not, 2 for a region, 3 for a country."""
    if place.kind is EntityKind.COUNTRY:
        return 3
    if city(place.name) is not None:
        return 0
    return 2 if region(place.name) is not None else 1


def _when(value: DateValue) -> str:
    if value.precision is Precision.MONTH:
        return f"{value.start:%Y-%m}"
    if value.precision is Precision.YEAR:
        return str(value.start.year)
    return value.start.isoformat() if value.start == value.end else f"{value.start.isoformat()}/{value.end.isoformat()}"


def _usual(spellings: Counter[str]) -> str:
    """The spelling of most reports."""
    return min(spellings, key=lambda form: (-spellings[form], form))
