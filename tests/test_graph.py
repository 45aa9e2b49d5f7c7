"""One node has one name, however articles spell it; each article keeps its own words and its main place."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from test_resolve import HERE, NORWAY, SWEDEN, article, meeting, role

from kg.graph.build import build_graph
from kg.graph.claims import Run
from kg.graph.terms import DEFAULT_BASE
from kg.model import Article, MeetingFact, Mention, PublicationDate, Span, StatementFact
from kg.query import run
from kg.resolve import resolve
from kg.store import MemoryStore
from kg.validate import validate

DAY = date(2024, 5, 13)
TEXT = "Hello, world."


def graph(*articles: Article) -> MemoryStore:
    """The graph of some articles; it conforms to the shapes."""
    triples = build_graph(resolve(articles), Run("0", "none", "1"), base=DEFAULT_BASE)
    assert validate(triples).violations == ()
    store = MemoryStore()
    store.replace(triples)
    return store


def labels(store: MemoryStore, kind: str) -> set[tuple[str, str]]:
    """Every name of the things of a kind, with its property."""
    query = f"SELECT ?p ?name {{ ?thing ?p ?name FILTER(CONTAINS(STR(?thing), '/id/{kind}/') && CONTAINS(STR(?p), 'Label')) }}"
    return {(r["p"].rsplit("#", 1)[1], r["name"]) for r in store.query(query)}


def told(source: str, title: str) -> Article:
    return article(source, "person Ann Lee", NORWAY, roles=(role(0, title, 1),), text=TEXT)


def test_a_role_has_one_name_and_each_article_its_own_title() -> None:
    store = graph(told("a", "defence minister"), told("b", "defense minister"), told("c", "defense minister"))
    assert labels(store, "role") == {("prefLabel", "defense minister"), ("altLabel", "defence minister")}
    assert [(r["source"], r["roleLabel"]) for r in run("roles", {}, store)] == [
        ("a", "defence minister"),
        ("b", "defense minister"),
        ("c", "defense minister"),
    ]
    assert [r["roleLabel"] for r in run("who-holds-which-role", {}, store)] == ["defense minister"]


def test_as_many_of_each_spelling_are_decided_by_the_alphabet() -> None:
    a, b = told("a", "secretary-general"), told("b", "secretary general")
    assert labels(graph(a, b), "role") == labels(graph(b, a), "role")
    assert ("prefLabel", "secretary general") in labels(graph(a, b), "role")


def gathering(source: str, *names: str, venue: str | None = None) -> Article:
    """An article that tells of talks of Norway and Sweden in several places."""
    places = tuple(range(2, 2 + len(names)))
    fact: MeetingFact = replace(meeting("held", places, DAY, (0, 1)), venue=venue)
    return article(source, NORWAY, SWEDEN, *names, meetings=(fact,), text=TEXT)


@pytest.mark.parametrize(
    ("places", "main"),
    [
        (("place Geneva", "place Vienna"), "Geneva"),
        (("place Vienna", "place Geneva"), "Vienna"),
        (("place Long Meadow Array", "place Valparaíso"), "Valparaíso"),
        (("place Bavaria", "place Little Hamlet"), "Little Hamlet"),
        (("country AT Austria", "place Bavaria"), "Bavaria"),
    ],
    ids=str,
)
def test_an_article_has_one_row_a_participant_with_its_main_place(places: tuple[str, ...], main: str) -> None:
    store = graph(gathering("a", *places))
    rows = list(run("meetings", {}, store))
    assert [(r["participantLabel"], r["placeLabel"]) for r in rows] == [("Norway", main), ("Sweden", main)]
    assert f"talks in {main}," in rows[0]["eventLabel"]
    assert len(list(run("meetings-at-place", {"place": places[1].removeprefix("place ")}, store))) == 1


def test_each_article_has_its_own_main_place() -> None:
    store = graph(gathering("a", "place Geneva", "place Vienna"), gathering("b", "place Vienna"))
    rows = [(r["source"], r["event"], r["participantLabel"], r["placeLabel"]) for r in run("meetings", {}, store)]
    assert len({event for _, event, _, _ in rows}) == 1
    assert Counter((source, place) for source, _, _, place in rows) == {("a", "Geneva"): 2, ("b", "Vienna"): 2}


def test_a_post_in_a_body_is_none_in_a_place_of_that_name() -> None:
    names = "person Ann Lee", "org Corvus", "place Corvus"
    store = graph(article("a", *names, roles=(role(0, "head", 1), role(0, "head", 2)), text=TEXT))
    assert len(list(run("who-holds-which-role", {}, store))) == 2


def test_a_venue_has_one_name() -> None:
    store = graph(
        gathering("a", "place Oslo", venue="Harbour Centre"),
        gathering("b", "place Oslo", venue="Harbour Center"),
        gathering("c", "place Oslo", "place Akershus Fortress", venue="Akershus fortress"),
    )
    assert labels(store, "place") == {
        ("prefLabel", "Oslo"),
        ("prefLabel", "Harbour Center"),
        ("altLabel", "Harbour Centre"),
        ("prefLabel", "Akershus Fortress"),
        ("altLabel", "Akershus fortress"),
    }
    assert len(list(run("meetings", {}, store))) == 6


def test_one_utterance_may_be_quoted_and_reported() -> None:
    def said(source: str, *, direct: bool) -> Article:
        fact = StatementFact(0, "Lee", "the quay will stand", "said", direct, HERE)
        return replace(article(source, "person Ann Lee", text=TEXT), statements=(fact,))

    store = graph(said("a", direct=True), said("b", direct=False))
    assert [(r["source"], r["directness"]) for r in run("statements", {}, store)] == [
        ("a", "direct"),
        ("b", "indirect"),
    ]


@pytest.mark.parametrize(("parts", "rows"), [("inside", ["Ann Lee"]), ("outside", []), ("both", []), ("itself", [])])
def test_what_only_somebody_says_is_told_so(parts: str, rows: list[str]) -> None:
    words, inside, outside = Span(0, 6), Span(1, 4), Span(7, 9)
    told = {"inside": (inside,), "outside": (outside,), "both": (inside, outside), "itself": (words,)}[parts]
    said = StatementFact(0, "Lee", "Hello,", "said", True, replace(HERE, parts=(words,)))
    held = replace(role(0, "minister", 1), evidence=replace(HERE, parts=told))
    one = replace(article("a", "person Ann Lee", NORWAY, text=TEXT), statements=(said,), roles=(held,))
    assert [r["speakerLabel"] for r in run("relayed", {}, graph(one))] == rows


@pytest.mark.parametrize(
    ("at", "entity", "found"),
    [
        (Span(1, 4), 1, ["Norway"]),
        (Span(1, 4), 0, []),
        (Span(7, 12), 1, []),
        (Span(4, 8), 1, []),
    ],
    ids=["inside the words", "the speaker", "behind the words", "across their end"],
)
def test_a_statement_mentions_what_its_words_name(at: Span, entity: int, found: list[str]) -> None:
    said = StatementFact(0, "Lee", "Hello,", "said", True, replace(HERE, parts=(Span(0, 6),)))
    named = Mention(at, at.of(TEXT), "GPE", entity)
    one = replace(article("a", "person Ann Lee", NORWAY, text=TEXT), statements=(said,), mentions=(named,))
    store = graph(one)
    assert [(r["label"], r["speakerLabel"]) for r in run("statements-naming", {"name": "norway"}, store)] == [
        (name, "Ann Lee") for name in found
    ]
    assert len(list(run("statements-naming", {"name": "Ann Lee"}, store))) == 0


def test_the_european_union_acts_like_a_country_and_is_none() -> None:
    one = article("a", "country EU European Union", NORWAY, meetings=(meeting("held", (), DAY, (0, 1)),), text=TEXT)
    types = "SELECT ?name ?type { ?thing a ?type ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
    found = {(r["name"], re.split("[/#]", r["type"])[-1]) for r in graph(one).query(types)}
    assert {kind for name, kind in found if name == "European Union"} == {"Organization", "GeopoliticalEntity"}
    assert {kind for name, kind in found if name == "Norway"} == {"Country", "GeopoliticalEntity"}


def test_a_city_counts_to_its_country_where_that_is_known() -> None:
    store = graph(gathering("a", "place Bergen"), gathering("b", "place Cambridge"), gathering("c", "place Lyon"))

    def at(place: str) -> list[str]:
        return [r["placeLabel"] for r in run("meetings-at-place", {"place": place}, store)]

    assert at("norway") == ["Bergen"]
    assert at("Bergen") == ["Bergen"]
    assert at("United Kingdom") == []  # there is another Cambridge
    assert at("France") == []  # no article names it


SUPPORT = """
PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?fact ?documents ?origins (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?origin) AS ?voices) WHERE {
  ?claim rdf:subject ?fact ; kg:inArticle ?article .
  ?article kg:origin ?origin .
  OPTIONAL { ?fact kg:documents ?documents ; kg:origins ?origins }
} GROUP BY ?fact ?documents ?origins
"""


def test_every_fact_counts_its_articles_and_their_origins(store: MemoryStore) -> None:
    rows = list(store.query(SUPPORT))
    assert len(rows) > 50
    assert [r for r in rows if (r.get("documents"), r.get("origins")) != (r["articles"], r["voices"])] == []
    assert any(r["articles"] != r["voices"] for r in rows)


def holder(source: str, name: str, day: date, *, former: bool = False, title: str = "mayor") -> Article:
    """An article of a day that tells who holds or held a post in Norway."""
    fact = replace(role(0, title, 1), former=former)
    made = article(source, f"person {name}", NORWAY, roles=(fact,), text=source)
    return replace(made, published=PublicationDate(day, "text"))


APRIL, MAY, JUNE = date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        ("2024-03-31", []),
        ("2024-04-01", [("Ann Lee", "2024-04-01", "2024-04-01")]),
        ("2024-05-31", [("Ann Lee", "2024-04-01", "2024-05-01")]),
        ("2024-06-01", [("Bo Ek", "2024-06-01", "2024-06-01")]),
    ],
)
def test_roles_as_of_a_day(day: str, rows: list[tuple[str, str, str]]) -> None:
    store = graph(
        holder("a", "Ann Lee", APRIL),
        holder("b", "Ann Lee", MAY),
        holder("c", "Ann Lee", JUNE, former=True),
        holder("d", "Bo Ek", JUNE),
    )
    found = run("roles-as-of", {"date": day}, store)
    assert [(r["personLabel"], r["attestedFrom"], r["attestedUntil"]) for r in found] == rows


@pytest.mark.parametrize(
    ("others", "conflicts"),
    [
        ([holder("c", "Bo Ek", MAY)], 1),
        ([holder("c", "Bo Ek", date(2024, 7, 1))], 0),
        ([holder("c", "Bo Ek", MAY, title="judge")], 0),
        ([holder("c", "Bo Ek", MAY, former=True)], 0),
    ],
    ids=["at one time", "later", "another post", "over"],
)
def test_two_holders_of_one_post_at_one_time(others: list[Article], conflicts: int) -> None:
    store = graph(holder("a", "Ann Lee", APRIL), holder("b", "Ann Lee", JUNE), *others)
    assert len(run("unique-post-conflicts", {}, store)) == conflicts
