"""Two graphs → what changed between them, thing by thing: people, bodies, places, roles, meetings, statements, articles.

IRIs are made of names and articles, so that one thing may have two. A thing whose IRI is gone is followed by what
carries it: its mentions, or the sentences of its claims. Where these belong to another IRI now, it was renamed, or it
has become one with another thing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from kg.graph.vocab import DCTERMS, FOAF, ITSRDF, KG, ORG, RDF, RDFS, SCHEMA, SKOS
from kg.store import as_text

KINDS = {
    "article": (SCHEMA.NewsArticle,),
    "person": (FOAF.Person,),
    "organization": (ORG.Organization,),
    "country": (SCHEMA.Country,),
    "place": (SCHEMA.Place,),
    "role": (ORG.Membership,),
    "meeting": (KG.Meeting,),
    "statement": (SCHEMA.Quotation,),
}
"""The things that are compared, with their classes."""

_DETAILS = (
    ("other names", SKOS.altLabel),
    ("headline", SCHEMA.headline),
    ("published", SCHEMA.datePublished),
    ("former", KG.former),
    ("kind", KG.kind),
    ("status", KG.status),
    ("place", SCHEMA.location),
    ("venue", KG.venue),
    ("date", SCHEMA.startDate),
    ("end", SCHEMA.endDate),
    ("lasted", SCHEMA.duration),
    ("part of", SCHEMA.superEvent),
    ("earliest", KG.earliest),
    ("latest", KG.latest),
    ("takes part", SCHEMA.attendee),
    ("speaker", SCHEMA.spokenByCharacter),
    ("directness", KG.directness),
    ("articles", KG.documents),
    ("origins", KG.origins),
)
_CARRIES = (ORG.role, KG.status, SCHEMA.text)
"""Predicates of the claims that every membership, meeting and statement has."""

About = Mapping[str, Mapping[NamedNode, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Detail:
    """A property with the values that went and those that came."""

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that appeared, disappeared, changed, got another IRI (renamed) or became one with another (joined)."""

    kind: str
    what: str
    label: str
    iri: str
    old_label: str | None = None  # of what was renamed or joined
    old_iri: str | None = None
    details: tuple[Detail, ...] = ()


def changes(before: Iterable[Triple], after: Iterable[Triple]) -> tuple[Change, ...]:
    """What changed from one graph to another, by kind and label."""
    old, new = _Graph(before), _Graph(after)
    found = [c for kind in KINDS for c in _of_kind(kind, old, new)]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.label, c.what, c.iri, c.old_iri or "")))


class _Graph:
    """The things of a graph, and what carries them."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        about: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
        for t in triples:
            about[as_text(t.subject)][t.predicate].append(as_text(t.object))  # type: ignore[arg-type]
        self.about: About = about
        self.things: dict[str, list[str]] = defaultdict(list)
        self.anchors: dict[str, set[str]] = defaultdict(set)
        carried = {p.value for p in _CARRIES}
        for iri in sorted(about):
            facts = about[iri]
            types = set(facts.get(RDF.type, ()))
            kind = next((k for k, classes in KINDS.items() if any(c.value in types for c in classes)), None)
            if kind is not None:
                self.things[kind].append(iri)
            for entity in facts.get(ITSRDF.taIdentRef, ()):
                self.anchors[entity].add(iri)
            for predicate in carried.intersection(facts.get(RDF.predicate, ())):
                value = "" if predicate == KG.status.value else facts[RDF.object][0]
                self.anchors[facts[RDF.subject][0]].add(f"{facts[KG.evidence][0]} {predicate} {value}")

    def label(self, iri: str) -> str:
        """What a thing is called; of an article its source."""
        facts = self.about.get(iri, {})
        return min(facts.get(DCTERMS.source) or facts.get(RDFS.label) or [iri])

    def details(self, iri: str) -> dict[str, set[str]]:
        """The properties of a thing, with the names of what they lead to."""
        facts = self.about[iri]
        return {word: {self._named(v) for v in facts[p]} for word, p in _DETAILS if p in facts}

    def _named(self, value: str) -> str:
        return self.label(value) if value in self.about else value


def _of_kind(kind: str, old: _Graph, new: _Graph) -> Iterator[Change]:
    gone, come = (set(a.things[kind]) - set(b.things[kind]) for a, b in ((old, new), (new, old)))
    followed = _followed(gone, old, new, kind)
    renamed: set[str] = set()
    for iri in sorted(gone):
        now = followed.get(iri)
        if now is None:
            yield Change(kind, "disappeared", old.label(iri), iri)
            continue
        joined = now not in come or now in renamed
        renamed.add(now)
        details = () if joined else _details(iri, now, old, new)
        yield Change(kind, "joined" if joined else "renamed", new.label(now), now, old.label(iri), iri, details)
    for iri in sorted(come - renamed):
        yield Change(kind, "appeared", new.label(iri), iri)
    for iri in sorted(set(old.things[kind]) & set(new.things[kind])):
        if details := _details(iri, iri, old, new):
            yield Change(kind, "changed", new.label(iri), iri, details=details)


def _followed(gone: Iterable[str], old: _Graph, new: _Graph, kind: str) -> dict[str, str]:
    """Where most of what carried a thing belongs now; those with most of it first."""
    owner = {anchor: iri for iri in new.things[kind] for anchor in new.anchors[iri]}
    out: dict[str, str] = {}
    for iri in sorted(gone, key=lambda i: (-len(old.anchors[i]), i)):
        now = Counter(owner[a] for a in sorted(old.anchors[iri]) if a in owner)
        if now:
            out[iri] = min(now, key=lambda i: (-now[i], i))
    return out


def _details(was: str, now: str, old: _Graph, new: _Graph) -> tuple[Detail, ...]:
    first, second = old.details(was), new.details(now)
    return tuple(
        Detail(word, tuple(sorted(a - b)), tuple(sorted(b - a)))
        for word, _ in _DETAILS
        if (a := first.get(word, set())) != (b := second.get(word, set()))
    )
