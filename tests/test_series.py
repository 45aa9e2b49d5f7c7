"""Several meetings that the words make one whole: one series of the graph, whichever articles tell of its parts."""

from dataclasses import replace
from datetime import date

import pytest
from test_graph import graph
from test_resolve import NORWAY, SWEDEN, article, meeting

from kg.model import Article, Span
from kg.query import run

TEXT = "Three rounds of talks."
WORDS = Span(0, 21)
PLACES = {"Oslo": 13, "Bergen": 15, "Lima": 17, "Turku": 19}


def told(source: str, *cities: str, together: bool = True) -> Article:
    """An article on talks of Norway and Sweden in some cities, each on its own day, that calls them rounds or not."""
    facts = [
        replace(
            meeting("held", (n,), date(2024, 5, PLACES[city]), (0, 1)),
            series=WORDS if together else None,
        )
        for n, city in enumerate(cities, 2)
    ]
    names = (NORWAY, SWEDEN, *(f"place {c}" for c in cities))
    return replace(article(source, *names, meetings=tuple(facts), text=TEXT), sentences=(Span(0, len(TEXT)),))


@pytest.mark.parametrize(
    ("articles", "parts"),
    [
        ([told("a", "Oslo", "Lima")], [{"Oslo": "a", "Lima": "a"}]),
        ([told("a", "Oslo", "Lima", together=False)], []),
        ([told("a", "Oslo")], []),
        ([told("a", "Oslo", "Lima"), told("b", "Oslo", "Lima", "Turku")], [{"Oslo": "ab", "Lima": "ab", "Turku": "b"}]),
        (
            [told("a", "Oslo", "Lima"), told("b", "Lima", "Turku")],
            [{"Oslo": "a", "Lima": "a"}, {"Lima": "b", "Turku": "b"}],
        ),
        ([told("a", "Oslo", "Lima"), told("b", "Oslo", "Lima", together=False)], [{"Oslo": "a", "Lima": "a"}]),
    ],
    ids=["two parts", "nobody says so", "one part", "shared by two articles", "only one part shared", "told apart"],
)
def test_series(articles: list[Article], parts: list[dict[str, str]]) -> None:
    store = graph(*articles)
    found: dict[str, dict[str, str]] = {}
    for row in run("series", {}, store):
        city = next(c for c in PLACES if c in row["eventLabel"])
        of = found.setdefault(row["series"], {})
        of[city] = of.get(city, "") + row["source"]
        assert row["evidence"] == TEXT
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, parts))
    assert all(p in found.values() for p in parts)


def test_a_series_is_called_by_parties_and_days() -> None:
    rows = run("series", {}, graph(told("a", "Oslo", "Lima"), told("b", "Oslo", "Lima")))
    assert {r["seriesLabel"] for r in rows} == {"Norway–Sweden series of talks, 2024-05-13/2024-05-17"}
