"""Triples → property graph: what a graph viewer shows.

Nodes are people, organizations, countries, places and meetings; edges are roles, participations and
places of meetings. Mentions, claims and offsets stay out: they would be nine tenths of the picture.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.graph.vocab import FOAF, KG, ORG, RDF, RDFS, SCHEMA
from kg.store import as_text

if TYPE_CHECKING:
    import networkx as nx

_KINDS = (
    (FOAF.Person, "person"),
    (SCHEMA.Country, "country"),
    (ORG.Organization, "organization"),
    (SCHEMA.Place, "place"),
    (KG.Meeting, "meeting"),
)
_MEMBERSHIP = {ORG.member, ORG.organization, RDFS.label, KG.former, KG.documents, KG.confidence}
_PARTICIPATION = {KG.participant, KG.meeting, KG.documents}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def gexf(triples: Iterable[Triple]) -> str:
    """The property graph as GEXF 1.2, for Gephi and other viewers."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_gexf(project(triples), out, version="1.2draft")
    text = out.getvalue().decode()
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)  # the same graph, the same bytes


def project(triples: Iterable[Triple]) -> nx.MultiDiGraph:
    """The property graph; nodes are IRIs, or labels of blank nodes, with `label` and `kind`, edges have a `relation`."""
    import networkx as nx

    about: dict[str, dict[NamedNode, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in triples:
        about[as_text(t.subject)][t.predicate].append(as_text(t.object))  # type: ignore[arg-type]
    graph = nx.MultiDiGraph()
    for iri in sorted(about):
        kind = next((k for t, k in _KINDS if t.value in about[iri].get(RDF.type, ())), None)
        if kind is not None:
            graph.add_node(
                iri,
                label=_clean(min(about[iri].get(RDFS.label, ()), default=iri)),
                kind=kind,
                **_meeting_facts(about[iri]),
            )
    for iri in sorted(about):
        _add_edges(graph, iri, about[iri])
    spoken: dict[str, int] = defaultdict(int)
    for facts in about.values():
        for speaker in facts.get(SCHEMA.spokenByCharacter, ()):
            if speaker in graph:
                spoken[speaker] += 1
    for speaker, count in spoken.items():
        graph.nodes[speaker]["statements"] = count
    return graph


def _add_edges(graph: nx.MultiDiGraph, iri: str, facts: dict[NamedNode, list[str]]) -> None:
    def edge(source: str, target: str, relation: str, **more: str | int | float | bool) -> None:
        if source in graph and target in graph:
            graph.add_edge(source, target, key=f"{relation} {iri}", relation=relation, label=relation, **more)

    types = facts.get(RDF.type, ())
    if ORG.Membership.value in types and facts.keys() >= _MEMBERSHIP:
        person, body = facts[ORG.member][0], facts[ORG.organization][0]
        role = _clean(facts[RDFS.label][0].partition(", ")[2].partition(", ")[0])
        edge(
            person,
            body,
            role,
            former=facts[KG.former][0] == "true",
            weight=int(facts[KG.documents][0]),
            confidence=float(facts[KG.confidence][0]),
            **_attested(facts),
        )
    elif KG.Participation.value in types and facts.keys() >= _PARTICIPATION:
        edge(facts[KG.participant][0], facts[KG.meeting][0], "takes part in", weight=int(facts[KG.documents][0]))
    elif KG.Meeting.value in types:
        for place in sorted(facts.get(SCHEMA.location, ())):
            edge(iri, place, "in")
        for venue in sorted(facts.get(KG.venue, ())):
            edge(iri, venue, "at")


def _meeting_facts(facts: dict[NamedNode, list[str]]) -> dict[str, str]:
    """Kind, status and days of a meeting; nothing for other nodes."""
    keys = (("meeting_kind", KG.kind), ("status", KG.status), ("earliest", KG.earliest), ("latest", KG.latest))
    return {name: facts[p][0] for name, p in keys if p in facts}


def _attested(facts: dict[NamedNode, list[str]]) -> dict[str, str]:
    keys = (("attested_from", KG.attestedFrom), ("attested_until", KG.attestedUntil))
    return {name: facts[p][0] for name, p in keys if p in facts}


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)
