"""The made-up graph of the benchmarks is one that kg could have built."""

import sys

from conftest import ROOT

from kg.validate import validate

sys.path.insert(0, str(ROOT / "benchmarks"))

from million import graph  # noqa: E402


def test_the_made_up_graph_has_the_shapes_of_ours() -> None:
    triples = graph(3)
    assert validate(triples).conforms
    assert graph(3) == triples
