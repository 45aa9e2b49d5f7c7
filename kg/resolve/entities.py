"""Local entities → clusters: the same person, organization, place or country across articles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.lexicon.words import is_frequent_name
from kg.model import Article, EntityKind
from kg.names import fold
from kg.resolve import bodies, people, sites
from kg.resolve.context import ALL, OWN, Contexts
from kg.resolve.decisions import Decision, Member, Outcome
from kg.resolve.identity import Clustering, Kind
from kg.resolve.naming import N
from kg.resolve.partition import Judged
from kg.resolve.spelling import strict
from kg.resolve.union import UnionFind

_FREQUENT = 7.5  # bits that a name of very many people proves
_INITIAL = 4.0  # bits that an initial proves

_PERSON = Kind(people.agree, lambda n: not n.lone, lambda n: OWN if n.lone else ALL, unseen=2_000)
_BODY = Kind(bodies.agree, lambda n: not n.plain, lambda n: OWN if n.plain else ALL, unseen=200_000)
_SITE = Kind(sites.agree, lambda n: True, lambda n: ALL, unseen=16_000)


@dataclass(frozen=True, slots=True)
class Identities:
    """Which mentions are one, why, and what is known of the places."""

    clusters: tuple[tuple[Member, ...], ...]  # each sorted, in order of their first member
    decisions: tuple[Decision, ...]
    sites: Mapping[Member, sites.Site]


def identify(articles: Sequence[Article], judgements: Sequence[Decision] = ()) -> Identities:
    """The identities of a set of articles, as names and contexts tell, and as somebody has judged."""
    mentions = _Mentions(articles)
    members = list(mentions.number)
    judged = Judged(
        len(members),
        *(
            [(mentions.number[d.first], mentions.number[d.second]) for d in judgements if d.outcome is outcome]
            for outcome in (Outcome.SAME, Outcome.DIFFERENT)
        ),
    )
    decisions = list(judgements)

    def clusters(kind: Kind[N], names: dict[Member, N], fixed: dict[str, float]) -> list[list[Member]]:
        clustering = Clustering(kind, names, fixed, mentions.contexts)
        found = clustering.run(judged, mentions.number)
        decisions.extend(clustering.decisions)
        return found

    found = [
        *mentions.countries(),
        *clusters(_PERSON, *mentions.people()),
        *clusters(_BODY, *mentions.bodies()),
        *clusters(_SITE, *mentions.places()),
    ]
    sets = UnionFind(len(members))
    pairs = [(mentions.number[c[0]], mentions.number[m]) for c in found for m in c]
    for a, b in (*pairs, *judged.same):
        sets.join(a, b)
    joined: dict[int, list[Member]] = defaultdict(list)
    for m, i in mentions.number.items():
        joined[sets.find(i)].append(m)
    return Identities(tuple(tuple(joined[c]) for c in sorted(joined)), tuple(decisions), mentions.sites)


class _Mentions:
    """The entities of all articles, by kind, with their names made comparable."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles, self.contexts = articles, Contexts(articles)
        every = [(a, e) for a, article in enumerate(articles) for e in range(len(article.entities))]
        self.number = {m: i for i, m in enumerate(every)}
        self._of: dict[EntityKind, list[Member]] = defaultdict(list)
        for m in every:
            self._of[articles[m[0]].entities[m[1]].kind].append(m)
        named = [sites.countries_named(a) for a in articles]
        self.sites = {
            m: site for m in self._of[EntityKind.PLACE] if (site := sites.link(self._name(m), named[m[0]])) is not None
        }

    def _name(self, member: Member) -> str:
        return self.articles[member[0]].entities[member[1]].name

    def countries(self) -> list[list[Member]]:
        """A country is its code."""
        out: dict[str, list[Member]] = defaultdict(list)
        for m in self._of[EntityKind.COUNTRY]:
            entity = self.articles[m[0]].entities[m[1]]
            out[entity.code or fold(entity.name)].append(m)
        return list(out.values())

    def people(self) -> tuple[dict[Member, people.PersonName], dict[str, float]]:
        """The names of people, and the bits of those that very many bear."""
        names = {m: people.person_name(self._name(m)) for m in self._of[EntityKind.PERSON]}
        parts = {p for n in names.values() for p in n.parts}
        fixed = {strict(p): _FREQUENT for p in parts if is_frequent_name(p)}
        return names, fixed | {strict(p): _INITIAL for p in parts if len(p) == 1}

    def bodies(self) -> tuple[dict[Member, bodies.BodyName], dict[str, float]]:
        """The names of organizations, and the bits of words that many of them share."""
        names = {}
        for m in self._of[EntityKind.ORGANIZATION]:
            codes = {e.code for e in self.articles[m[0]].entities if e.code}
            names[m] = bodies.body_name(self._name(m), codes.pop() if len(codes) == 1 else None)
        return names, bodies.bits_of_words(w for n in names.values() for w in n.words)

    def places(self) -> tuple[dict[Member, sites.SiteName], dict[str, float]]:
        """The names of places with their links, and the bits of the linked ones."""
        names = {m: sites.SiteName(fold(self._name(m)), self.sites.get(m)) for m in self._of[EntityKind.PLACE]}
        return names, sites.bits_of_words(w for n in names.values() for w in n.words)
