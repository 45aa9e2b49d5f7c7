"""Whoever holds an office in a party of a meeting, or in a body of a country that is one, acts for it."""

from dataclasses import replace
from datetime import date

import pytest
from test_graph import graph
from test_resolve import NORWAY, SWEDEN, article, meeting, role

from kg.model import RoleFact, Span
from kg.query import run

TEXT = "Ann Lee, the trade minister, met them."
NAMES = ("person Ann Lee", NORWAY, SWEDEN, "org Norwegian Foreign Ministry", "org Acme", "place Oslo")
LEE, HOME, ABROAD, MINISTRY, ACME, OSLO = range(len(NAMES))
ALL = (LEE, HOME, ABROAD)


@pytest.mark.parametrize(
    ("roles", "present", "expected"),
    [
        ((role(LEE, "trade minister", HOME),), ALL, {("Norway", "Ann Lee")}),
        ((role(LEE, "envoy", MINISTRY),), ALL, {("Norway", "Ann Lee")}),
        ((role(LEE, "envoy", MINISTRY),), (LEE, ABROAD, MINISTRY), {("Norwegian Foreign Ministry", "Ann Lee")}),
        ((role(LEE, "trade minister", HOME), role(LEE, "envoy", MINISTRY)), ALL, {("Norway", "Ann Lee")}),
        ((role(LEE, "trade minister", HOME),), (LEE, ABROAD), set()),
        ((role(LEE, "trade minister", HOME),), (HOME, ABROAD), set()),
        ((replace(role(LEE, "trade minister", HOME), former=True),), ALL, set()),
        ((role(LEE, "trade minister", HOME), role(LEE, "negotiator", ABROAD)), ALL, set()),
        ((role(LEE, "chairwoman", ACME),), ALL, set()),
        ((role(LEE, "trade minister"),), ALL, set()),
    ],
    ids=[
        "of the country",
        "of a body of the country",
        "of a body that takes part itself",
        "two offices for one party",
        "her country is not there",
        "she is not there",
        "once its minister",
        "offices in both parties",
        "of a company elsewhere",
        "an office of nothing that is named",
    ],
)
def test_sides(roles: tuple[RoleFact, ...], present: tuple[int, ...], expected: set[tuple[str, str]]) -> None:
    talks = meeting("held", (OSLO,), date(2024, 5, 13), present)
    told = replace(article("a", *NAMES, roles=roles, meetings=(talks,), text=TEXT), sentences=(Span(0, len(TEXT)),))
    rows = list(run("meeting-sides", {}, graph(told)))
    assert {(r["sideLabel"], r["participantLabel"]) for r in rows} == expected
    assert all((r["source"], r["evidence"]) == ("a", TEXT[:5]) for r in rows)


def test_each_article_tells_its_own_side() -> None:
    """Two articles that disagree on whom somebody stands for are both in the graph."""
    talks = meeting("held", (OSLO,), date(2024, 5, 13), ALL)
    store = graph(
        article("a", *NAMES, roles=(role(LEE, "envoy", HOME),), meetings=(talks,), text=TEXT),
        article("b", *NAMES, roles=(role(LEE, "envoy", ABROAD),), meetings=(talks,), text=TEXT),
    )
    assert {(r["source"], r["sideLabel"]) for r in run("meeting-sides", {}, store)} == {
        ("a", "Norway"),
        ("b", "Sweden"),
    }
