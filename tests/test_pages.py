"""The pages of a served graph: things, bundled queries, search; hostile words stay words."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Graph, URIRef
from serving import serving

from kg.export import export
from kg.graph.vocab import DCTERMS, FOAF, KG, NIF, ORG, RDF, RDFS, SCHEMA, SKOS
from kg.query import catalogue
from kg.serve.pages import Links
from kg.store import MemoryStore

PERSON = "/newskg/id/person/kadri-tammsaar"
HOSTILE = "<img src=x onerror=alert(1)>\"'&</title></script>"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def links(self) -> set[str]:
        return {a["href"] or "" for tag, a in self.found if tag == "a" and "href" in a}


@pytest.fixture(scope="module")
def client(store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    path = tmp_path_factory.mktemp("pages") / "graph.ttl"
    export(store, "turtle", path)
    with (
        serving("--graph", str(path)) as address,
        httpx.Client(base_url=address, headers=BROWSER, timeout=60) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A served graph in which every text is hostile, and every source an address that runs."""
    base = "https://example.org/"
    article, person, body, role, fact, claim, former, sentence = (
        NamedNode(f"{base}{n}")
        for n in ("article/1", "person", "body", "role", "fact", "claim", "former", "article/1#char=0,9")
    )
    text = Literal(HOSTILE)
    graph = MemoryStore()
    graph.replace(
        [
            Triple(article, RDF.type, SCHEMA.NewsArticle),
            Triple(article, DCTERMS.source, Literal("javascript:alert(1)")),
            Triple(article, SCHEMA.headline, text),
            Triple(article, KG.origin, NamedNode("javascript:alert(1)")),
            *(Triple(thing, RDFS.label, text) for thing in (article, person, body, role, fact)),
            *(Triple(thing, SKOS.prefLabel, text) for thing in (person, body, role)),
            Triple(person, RDF.type, FOAF.Person),
            Triple(body, RDF.type, ORG.Organization),
            Triple(role, RDF.type, ORG.Role),
            Triple(fact, RDF.type, ORG.Membership),
            Triple(fact, ORG.member, person),
            Triple(fact, ORG.organization, body),
            Triple(fact, ORG.role, role),
            Triple(fact, KG.former, Literal(False)),
            Triple(fact, KG.documents, Literal(1)),
            Triple(fact, KG.origins, Literal(1)),
            Triple(claim, RDF.subject, fact),
            Triple(claim, RDF.predicate, ORG.role),
            Triple(claim, RDF.object, role),
            Triple(claim, KG.inArticle, article),
            Triple(claim, KG.evidence, sentence),
            Triple(claim, KG.rule, text),
            Triple(claim, KG.roleText, text),
            Triple(claim, KG.confidence, Literal("0.5")),
            Triple(former, RDF.subject, fact),
            Triple(former, RDF.predicate, KG.former),
            Triple(former, RDF.object, Literal(False)),
            Triple(former, KG.inArticle, article),
            Triple(sentence, NIF.anchorOf, text),
            Triple(sentence, NIF.beginIndex, Literal(0)),
        ]
    )
    path = tmp_path_factory.mktemp("hostile") / "graph.nt"
    export(graph, "ntriples", path)
    with (
        serving("--graph", str(path)) as address,
        httpx.Client(base_url=address, headers=BROWSER, timeout=60) as client,
    ):
        yield client


def test_a_thing_has_a_page_with_its_sentences(client: httpx.Client) -> None:
    answer = client.get(PERSON)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>Kadri Tammsaar</h1>" in answer.text
    assert "Kadri Tammsaar, defence minister, Estonia" in answer.text
    assert "Estonian Defence Minister Kadri Tammsaar and her Finnish counterpart" in answer.text
    assert "baltic-wire.txt" in answer.text


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", "turtle"),
        ("*/*", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_a_thing_is_data_too(accept: str, syntax: str, client: httpx.Client) -> None:
    answer = client.get(PERSON, headers={"Accept": accept})
    found = Graph().parse(data=answer.text, format=syntax)
    person = URIRef(f"https://w3id.org{PERSON}")
    assert str(found.value(person, URIRef(SKOS.prefLabel.value))) == "Kadri Tammsaar"
    assert list(found.subjects(URIRef(ORG.member.value), person))


def test_every_link_of_a_page_leads_somewhere(client: httpx.Client) -> None:
    links = {link for link in Elements(client.get(PERSON).text).links() if link.startswith("/newskg/")}
    assert len(links) > 5
    assert {client.get(link).status_code for link in sorted(links)[:15]} == {200}


@pytest.mark.parametrize(
    "path", ["/newskg/id/person/nobody", "/x%3Cy", "/%22%3E", "/queries/none", "/queries/..%2froles"]
)
def test_what_is_not_there_is_404(path: str, client: httpx.Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_the_query_page_has_every_bundled_query(client: httpx.Client) -> None:
    answer = client.get("/")
    (data,) = re.findall(r'(?s)<script type="application/json" id="queries">(.*?)</script>', answer.text)
    texts = {q["name"]: q["text"] for q in json.loads(data)}
    assert set(texts) == {q.name for q in catalogue()}
    assert client.get("/sparql", params={"query": texts["roles"]}, headers={"Accept": "text/csv"}).status_code == 200
    for tag, attributes in Elements(answer.text).found:
        for name in {"src", "href"} & attributes.keys():
            assert urlsplit(attributes[name] or "").scheme in {"", "data"}, (tag, attributes)


@pytest.mark.parametrize(
    "path", ["/static/vendor/yasgui.min.js", "/static/vendor/yasgui.min.css", "/static/query.js", "/static/site.css"]
)
def test_what_the_query_page_loads_is_there(path: str, client: httpx.Client) -> None:
    assert client.get(path).status_code == 200


def test_a_bundled_query_is_a_form_and_a_table(client: httpx.Client) -> None:
    empty = client.get("/queries/person-roles")
    assert ("input", "person") in [(tag, a.get("name")) for tag, a in Elements(empty.text).found]
    assert "<table>" not in empty.text
    filled = client.get("/queries/person-roles", params={"person": "Tammsaar"})
    assert "<td>defence minister</td>" in filled.text
    assert "1 row " in filled.text


def test_a_bundled_query_is_data_too(client: httpx.Client) -> None:
    asked = {"person": "Tammsaar"}
    by_accept = client.get("/queries/person-roles", params=asked, headers={"Accept": "text/csv"})
    by_name = client.get("/queries/person-roles", params={**asked, "format": "csv"})
    assert by_accept.text == by_name.text
    assert [row["roleLabel"] for row in csv.DictReader(io.StringIO(by_name.text))] == ["defence minister"]


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("person-roles", {}, "needs --param person"),
        ("person-roles", {"persn": "x", "person": "x"}, "no parameter 'persn'"),
        ("meetings-between", {"from": "today", "until": "2024-01-01"}, "must be of type date"),
    ],
)
def test_wrong_parameters_are_said(name: str, params: dict[str, str], said: str, client: httpx.Client) -> None:
    answer = client.get(f"/queries/{name}", params=params, headers={"Accept": "text/csv"})
    assert answer.status_code == 400
    assert said in answer.text


def test_names_are_found(client: httpx.Client) -> None:
    assert PERSON in Elements(client.get("/find", params={"name": "tammsaar"}).text).links()
    assert "Nothing is called so" in client.get("/find", params={"name": "Nobody at all"}).text


def test_the_picture_links_to_the_pages(client: httpx.Client) -> None:
    answer = client.get("/graph")
    assert answer.status_code == 200
    assert '"pages":true' in answer.text
    assert "sha256-" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/graph",
        "/person",
        "/fact",
        "/article/1",
        "/find?name=img",
        "/queries/roles",
        "/queries/articles",
        f"/queries/person-roles?person={httpx.QueryParams({'p': HOSTILE})['p'].replace('&', '%26').replace('#', '%23')}",
        "/queries/meetings-between?from=%3Cimg%20src=x%3E&until=%3Cimg%20src=x%3E",
    ],
)
def test_hostile_words_stay_words(path: str, hostile: httpx.Client) -> None:
    answer = hostile.get(path)
    assert answer.status_code == 200
    for tag, attributes in Elements(answer.text).found:
        assert tag != "img"
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "").lower().startswith("javascript")


@pytest.mark.parametrize("path", ["/person", "/fact", "/queries/roles"])
def test_hostile_words_are_shown(path: str, hostile: httpx.Client) -> None:
    assert "&lt;img src=x onerror=alert(1)&gt;" in hostile.get(path).text


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://w3id.org/newskg/id/person/a", "/newskg/id/person/a"),
        ("https://w3id.org/newskg/id/article/1#char=0,3", "/newskg/id/article/1#char=0,3"),
        ("http://www.geonames.org/1", "http://www.geonames.org/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//example.org/", None),
    ],
)
def test_only_addresses_of_the_web_are_links(iri: str, address: str | None) -> None:
    assert Links("https://w3id.org/newskg/id/")(iri) == address


def test_another_base_has_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text(
        "<http://news.example/a/article/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/NewsArticle> .\n"
        '<http://news.example/a/person/jos%C3%A9> <http://www.w3.org/2000/01/rdf-schema#label> "José" .\n'
        '<http://news.example/a/person/zoë> <http://www.w3.org/2000/01/rdf-schema#label> "Zoë" .\n'
    )
    with serving("--graph", str(path)) as server:
        for name in ("jos%C3%A9", "zo%C3%AB"):
            assert httpx.get(f"{server}/a/person/{name}", headers=BROWSER, timeout=60).status_code == 200
