"""Bundled queries give the same rows everywhere; parameters are terms; what reaches out is refused."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.cli.query import listing
from kg.errors import QueryError
from kg.export import turtle
from kg.formats import FORMATS, plain, write_rows
from kg.query import Query, bind, catalogue, find, read, refuse, run
from kg.resources import resource_path
from kg.store import MemoryStore, Rows, load_graph_file

QUERIES = list(catalogue())
FIXED = {
    "articles": "article source headline published dateBasis origin",
    "roles": "person personLabel role roleLabel organization organizationLabel former source evidence",
    "meetings": "event eventLabel kind status place placeLabel venueLabel startDate endDate participant participantLabel "
    "source evidence",
    "statements": "statement speaker speakerLabel quote cue directness source evidence",
}
MAY_BE_EMPTY = {
    "capitals-for-governments",
    "check-articles-without-facts",
    "check-low-confidence",
    "check-meetings-without-place-or-date",
    "check-people-without-role",
    "check-same-names",
    "disputes",
    "former-holders",
    "meetings-called-off",
    "organization-meetings",
    "people-with-several-roles",
    "person-meetings",
    "planned-meetings",
    "role-changes",
    "series",
    "unique-post-conflicts",
}


MENTIONED = "SELECT ?label { ?s <https://schema.org/mentions>/<http://www.w3.org/2004/02/skos/core#prefLabel> ?label } ORDER BY ?label"
"""The names of what the words of statements name."""


@pytest.fixture(scope="module")
def rdflib_graph(store: MemoryStore) -> Graph:
    return Graph().parse(data=turtle(store.triples()), format="turtle")


def sample_params(query: Query, store: MemoryStore) -> dict[str, str]:
    """Values that occur in the graph."""
    person = next(r["personLabel"] for r in run("who-holds-which-role", {}, store) if "organizationLabel" in r)
    body = next(r["organizationLabel"] for r in run("who-holds-which-role", {}, store) if "organizationLabel" in r)
    place = next(r["placeLabel"] for r in run("meetings-table", {}, store) if "placeLabel" in r)
    speaker = next(r["speakerLabel"] for r in run("statements", {}, store) if "speaker" in r)
    statement = next(iter(run("statements", {}, store)))
    in_words = next(r["label"] for r in store.query(MENTIONED))
    values = {
        "person": person.upper(),
        "organization": body,
        "place": place,
        "speaker": speaker.lower(),
        "fact": statement["statement"],
        "role": next(r["roleLabel"] for r in run("who-holds-which-role", {}, store)).upper(),
        "words": statement["quote"].split()[0].upper(),
        "source": statement["source"],
        "name": (in_words if query.name == "statements-naming" else person).upper(),
        "date": "2025-06-30",
        "from": "1990-01-01",
        "until": "2090-01-01",
    }
    return {p.name: values[p.name] for p in query.params if p.required}


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_rows_are_the_same_in_both_engines(query: Query, store: MemoryStore, rdflib_graph: Graph) -> None:
    params = sample_params(query, store)
    mine = run(query.name, params, store)
    theirs = rdflib_graph.query(bind(query, params))
    if mine.triples is not None:
        assert isomorphic(Graph().parse(data=turtle(mine.triples), format="turtle"), theirs.graph)
        assert len(mine.triples) > 0
        return
    assert [str(v) for v in theirs.vars] == list(mine.columns)

    def oxigraph(term: Literal | NamedNode | None) -> tuple[str, str] | None:
        return None if term is None else (term.value, term.datatype.value if isinstance(term, Literal) else "iri")

    def rdflib(term) -> tuple[str, str] | None:
        if term is None:
            return None
        if isinstance(term, URIRef):
            return (str(term), "iri")
        return (str(term), str(term.datatype or "http://www.w3.org/2001/XMLSchema#string"))

    assert [tuple(map(oxigraph, row)) for row in mine.rows] == [tuple(map(rdflib, row)) for row in theirs]
    if query.name not in MAY_BE_EMPTY:
        assert len(mine) > 0


@pytest.mark.parametrize(("name", "variables"), FIXED.items())
def test_the_fixed_queries_have_their_variables(name: str, variables: str, store: MemoryStore) -> None:
    assert run(name, {}, store).columns == tuple(variables.split())


def test_every_role_row_says_whether_it_is_former(store: MemoryStore) -> None:
    rows = list(run("roles", {}, store))
    assert rows
    assert {r["former"] for r in rows} <= {"true", "false"}
    assert len({(r["source"], r["person"], r["role"], r.get("organization")) for r in rows}) == len(rows)


KEYS = {
    "articles": ("article",),
    "roles": ("source", "person", "role", "organization"),
    "meetings": ("source", "event", "participant"),
    "statements": ("source", "statement"),
}


@pytest.mark.parametrize(("name", "key"), KEYS.items())
def test_the_fixed_queries_have_one_row_a_fact(name: str, key: tuple[str, ...], store: MemoryStore) -> None:
    rows = [tuple(r.get(k) for k in key) for r in run(name, {}, store)]
    assert len(set(rows)) == len(rows) > 0


def test_an_optional_parameter_narrows(store: MemoryStore) -> None:
    everyone = list(run("who-met-whom", {}, store))
    name = everyone[0]["firstLabel"]
    some = list(run("who-met-whom", {"name": name}, store))
    assert 0 < len(some) < len(everyone)
    assert all(name in (r["firstLabel"], r["secondLabel"]) for r in some)


HOSTILE = ['Ann" } SELECT * { ?s ?p ?o', "Ann\\", 'x" . } # ', "'''", "} UNION { ?s ?p ?o", "\n\t\r"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_strings_stay_strings(value: str, store: MemoryStore) -> None:
    assert len(run("person-roles", {"person": value}, store)) == 0


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "needs --param person"),
        ({"persn": "x"}, "no parameter 'persn'; it has person"),
    ],
)
def test_wrong_parameters_are_named(params: dict[str, str], message: str, store: MemoryStore) -> None:
    with pytest.raises(QueryError, match=message):
        run("person-roles", params, store)


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("meetings-between", {"from": "tomorrow", "until": "2024-01-01"}, "must be of type date"),
        ("evidence", {"fact": "not an iri"}, "must be of type iri"),
        ("evidence", {"fact": "http://x/> } DELETE {"}, "must be of type iri"),
    ],
)
def test_values_are_checked_by_type(name: str, params: dict[str, str], message: str, store: MemoryStore) -> None:
    with pytest.raises(QueryError, match=message):
        run(name, params, store)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "select * { service silent <http://example.org/> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/g> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/g> { ?s ?p ?o }",
        "LOAD <http://example.org/g>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        'SELECT * { ?s ?p "#" . SERVICE <http://example.org/> { } }',
        "SELECT * { ?s ?p <http://x/#a> . SERVICE <http://example.org/> { } }",
        "PREFIX : <http://example.org/> SELECT * { SERVICE:z { ?s ?p ?o } }",
        "PREFIX z: <http://example.org/> SELECT * { SERVICEz:z { ?s ?p ?o } }",
        "PREFIX z: <http://example.org/> SELECT * { ?s ?p trueSERVICEz:z { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?a ex:a\\# ?b . } SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?a ex:a\\' ?b . } SERVICE <http://example.org/> { ?s ?p ?o 'x' } }",
        "SELECT * { ?s ?p <http://x/\\u0041#> . SERVICE <http://example.org/> { } }",
        "SELECT * { ?s ?p ex:.SERVICE <http://example.org/> { } }",
        "SELECT * { # comment\rSERVICE <http://example.org/> { } }",
        "SELECT * FROM:a { ?s ?p ?o }",
        "ASKFROM:a { ?s ?p ?o }",
    ],
)
def test_what_reaches_out_or_changes_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is refused"):
        refuse(Query("own", "", "", text))


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE" }',
        "SELECT * { ?s ?p 'it is FROM here' } # LOAD",
        "SELECT ?from { ?service <http://x/LOAD> ?from }",
        "PREFIX load: <http://x/> SELECT * { ?s load:from ?o }",
        'SELECT * { ?s ?p """a "quoted" SERVICE""" }',
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT * { ?s ex:a\\#service ?o . ?o ex:from 'x'@en }",
        "SELECT * { ?s ?p <http://x/service#from> }",
    ],
)
def test_harmless_words_are_not(text: str) -> None:
    refuse(Query("own", "", "", text))


def test_a_prefix_that_may_be_read_as_a_keyword_is_named() -> None:
    with pytest.raises(QueryError, match=r"line 2: FROM is refused: .*; call the prefix 'from:' something else"):
        refuse(Query("own", "", "", "PREFIX a: <http://x/>\nPREFIX from: <http://x/> SELECT * { ?s from:x ?o }"))


def test_a_value_is_never_searched_for_parameters(tmp_path: Path, store: MemoryStore) -> None:
    path = tmp_path / "two.rq"
    path.write_text(
        "#+ param: a: string, one\n#+ param: b: string, two\n"
        "SELECT ?a ?b { # VALUES ?a { UNDEF }\n VALUES ?a { UNDEF } VALUES ?b { UNDEF } }\n"
    )
    values = {"a": "x VALUES ?b { UNDEF } y", "b": '" } SERVICE <http://example.org/> { ?s ?p "'}
    assert list(run(str(path), values, store)) == [values]


def test_what_is_refused_is_the_query_with_its_values(tmp_path: Path, store: MemoryStore) -> None:
    path = tmp_path / "own.rq"
    path.write_text("#+ param: a: iri, one\nSELECT ?a { VALUES ?a { UNDEF } SERVICE <http://example.org/> { } }\n")
    with pytest.raises(QueryError, match="line 2: SERVICE is refused"):
        run(str(path), {"a": "http://x/#"}, store)


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(QueryError, match="did you mean roles"):
        find("role")


def test_a_wrong_header_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("#+ summary: x\n#+ param: person: name\nSELECT * {}\n")
    with pytest.raises(QueryError, match=r"mine\.rq:2"):
        find(str(path))


def test_the_page_of_queries_has_them_all() -> None:
    page = (resource_path("queries") / "README.md").read_text(encoding="utf-8")
    assert listing(markdown=True) in page
    assert re.findall("(?m)^### (.+)$", page) == [q.name for q in QUERIES]


@pytest.mark.parametrize(
    ("page", "expected"), [(slice(0, 2), [0, 1]), (slice(1, None), [1, 2]), (slice(2, 9), [2]), (slice(5, 6), [])]
)
def test_a_page_is_a_part_of_the_rows(page: slice, expected: list[int]) -> None:
    rows = Rows(("n",), tuple((Literal(n),) for n in range(3)))
    assert [int(r["n"]) for r in rows.page(page)] == expected


def test_triples_have_pages_too(store: MemoryStore) -> None:
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert found.page(slice(1, 3)).triples == found.triples[1:3]


BLANK = Rows(("a",), ((BlankNode("b0"),),))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("table", "_:b0"),
        ("json", '"type": "bnode",\n     "value": "b0"'),
        ("csv", "_:b0"),
        ("tsv", "_:b0"),
        ("xml", "<bnode>b0</bnode>"),
        ("markdown", "_:b0"),
    ],
)
def test_blank_nodes_are_shown(name: str, shown: str) -> None:
    assert shown in write_rows(BLANK, name)
    assert list(BLANK) == [{"a": "_:b0"}]


def test_blank_nodes_of_construct_are_turtle() -> None:
    found = MemoryStore().query("CONSTRUCT { [] <http://x/p> [ <http://x/q> 'v' ] } {}")
    assert len(Graph().parse(data=write_rows(found, "json"), format="turtle")) == 2


NASTY = Rows(
    ("a", "b"),
    ((Literal('tab\t "q" | <b>\x1b[31m\n,;é漢'), NamedNode("http://x/a?b=1&c=2")), (None, Literal("x", language="en"))),
)


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(write_rows(NASTY, "csv"))))
    assert rows == [["a", "b"], ['tab\t "q" | <b>\x1b[31m\n,;é漢', "http://x/a?b=1&c=2"], ["", "x"]]


def test_json_is_sparql_results_json() -> None:
    data = json.loads(write_rows(NASTY, "json"))
    assert data["head"]["vars"] == ["a", "b"]
    assert data["results"]["bindings"][1] == {"b": {"type": "literal", "value": "x", "xml:lang": "en"}}


def test_xml_is_well_formed() -> None:
    root = ET.fromstring(write_rows(NASTY, "xml"))
    ns = "{http://www.w3.org/2005/sparql-results#}"
    assert [len(r) for r in root.iter(f"{ns}result")] == [2, 1]
    assert next(root.iter(f"{ns}uri")).text == "http://x/a?b=1&c=2"


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_terminals_get_no_control_characters(name: str) -> None:
    text = write_rows(NASTY, name)
    assert "\x1b" not in text
    assert "\\x1b[31m" in text.replace("\\\\", "\\")


def test_plain_shows_controls() -> None:
    assert plain("a\x07b\u202ec") == "a\\x07b\\x202ec"


def test_every_format_writes_empty_rows() -> None:
    for name in FORMATS:
        assert write_rows(Rows(("a",), ()), name)


def test_a_graph_file_answers_like_the_store(tmp_path: Path, store: MemoryStore) -> None:
    for suffix, format_ in ((".ttl", "turtle"), (".nq", "nquads"), (".jsonld", "jsonld")):
        from kg.export import export

        path = tmp_path / f"graph{suffix}"
        export(store, format_, path)
        assert run("roles", {}, load_graph_file(path)) == run("roles", {}, store)


def test_a_query_file_is_trusted_only_where_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")
    assert not read(tmp_path / "own.rq").shipped
    with pytest.raises(QueryError, match="a bundled query needs"):
        read(tmp_path / "own.rq", shipped=True)
