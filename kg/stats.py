"""Graph → how much it holds, by kind of thing."""

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Triple

from kg.graph.vocab import FOAF, KG, ORG, RDF, SCHEMA
from kg.store import Store

_COUNTS = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX itsrdf: <http://www.w3.org/2005/11/its/rdf#>
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>

SELECT ?kind ?count WHERE {
  { SELECT (1 AS ?line) ("articles" AS ?kind) (COUNT(?x) AS ?count) { ?x a schema:NewsArticle } }
  UNION { SELECT (2 AS ?line) ("origins" AS ?kind) (COUNT(?x) AS ?count) { ?x a kg:Origin } }
  UNION { SELECT (3 AS ?line) ("people" AS ?kind) (COUNT(?x) AS ?count) { ?x a foaf:Person } }
  UNION { SELECT (4 AS ?line) ("organizations" AS ?kind) (COUNT(?x) AS ?count) { ?x a org:Organization } }
  UNION { SELECT (5 AS ?line) ("countries" AS ?kind) (COUNT(?x) AS ?count) { ?x a schema:Country } }
  UNION { SELECT (6 AS ?line) ("places" AS ?kind) (COUNT(?x) AS ?count) { ?x a schema:Place } }
  UNION { SELECT (7 AS ?line) ("roles" AS ?kind) (COUNT(?x) AS ?count) { ?x a org:Membership } }
  UNION { SELECT (8 AS ?line) ("meetings" AS ?kind) (COUNT(?x) AS ?count) { ?x a kg:Meeting } }
  UNION { SELECT (9 AS ?line) ("participations" AS ?kind) (COUNT(?x) AS ?count) { ?x a kg:Participation } }
  UNION { SELECT (10 AS ?line) ("statements" AS ?kind) (COUNT(?x) AS ?count) { ?x a schema:Quotation } }
  UNION { SELECT (11 AS ?line) ("claims" AS ?kind) (COUNT(?x) AS ?count) { ?x a kg:Claim } }
  UNION { SELECT (12 AS ?line) ("mentions" AS ?kind) (COUNT(?x) AS ?count) { ?x itsrdf:taIdentRef ?y } }
  UNION { SELECT (13 AS ?line) ("triples" AS ?kind) (COUNT(*) AS ?count) { ?s ?p ?o } }
}
ORDER BY ?line
"""

_TOLD = {
    SCHEMA.NewsArticle: ("article", "articles"),
    FOAF.Person: ("person", "people"),
    ORG.Organization: ("organization", "organizations"),
    SCHEMA.Country: ("country", "countries"),
    SCHEMA.Place: ("place", "places"),
    ORG.Membership: ("role", "roles"),
    KG.Meeting: ("meeting", "meetings"),
    SCHEMA.Quotation: ("statement", "statements"),
}


def told(triples: Iterable[Triple]) -> dict[tuple[str, str], int]:
    """The number of things of the kinds that a build tells of, by the names of one and of many."""
    found = Counter(t.object for t in triples if t.predicate == RDF.type)
    return {names: found[kind] for kind, names in _TOLD.items()}


def stats(store: Store) -> dict[str, int]:
    """The number of things of every kind, of mentions and of triples."""
    return {row["kind"]: int(row["count"]) for row in store.query(_COUNTS)}
