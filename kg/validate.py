"""Graph → report: does it conform to the shapes of `ontology/shapes.ttl` (SHACL Core, pySHACL)?"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Triple

from kg.resources import resource_path


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: the node, the property, the value, and what is wrong."""

    focus: str
    path: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation."""

    conforms: bool
    violations: tuple[Violation, ...]


def validate(triples: Iterable[Triple], *, shapes: Path | None = None) -> Report:
    """Check triples against the shapes, without inference."""
    from pyshacl import validate as check
    from rdflib import RDF, SH, Graph

    from kg.export import ntriples

    data = Graph().parse(data=ntriples(triples), format="nt")
    shape_graph = Graph().parse(shapes or resource_path("ontology", "shapes.ttl"))
    conforms, results, _ = check(data, shacl_graph=shape_graph, inference="none", advanced=False)

    def text(node: object, predicate: object) -> str:
        value = results.value(node, predicate)
        return "" if value is None else str(value)

    found = {
        Violation(text(r, SH.focusNode), text(r, SH.resultPath), text(r, SH.value), text(r, SH.resultMessage))
        for r in results.subjects(RDF.type, SH.ValidationResult)
    }
    return Report(bool(conforms), tuple(sorted(found, key=lambda v: (v.focus, v.path, v.value, v.message))))
