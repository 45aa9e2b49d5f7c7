"""The endpoint → its description, on the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.vocab import RDF

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


def describe(url: str) -> Iterator[Triple]:
    """What the endpoint at an address can do."""
    service, dataset, graph = NamedNode(url), NamedNode(f"{url}#dataset"), NamedNode(f"{url}#graph")

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    yield Triple(service, RDF.type, sd("Service"))
    yield Triple(service, sd("endpoint"), service)
    yield Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    for name in (*_RESULTS, *_GRAPHS):
        yield Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name))
    yield Triple(service, sd("defaultDataset"), dataset)
    yield Triple(dataset, RDF.type, sd("Dataset"))
    yield Triple(dataset, sd("defaultGraph"), graph)
    yield Triple(graph, RDF.type, sd("Graph"))
