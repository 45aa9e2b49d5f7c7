"""The page of a graph: what it shows, what it leaves out, and that words of articles stay words."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Triple

from kg.cli import cli
from kg.graph.vocab import FOAF, KG, ORG, RDF, RDFS
from kg.resources import resource_path
from kg.store import MemoryStore
from kg.view import view
from kg.view.layout import places
from kg.view.network import Network, network

HOSTILE = "</script><img src=x onerror=document.title='taken'><!--<script>"


class Page(HTMLParser):
    """What a browser would make of a page: its elements and the texts of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in self.texts:
            self._inside = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside][-1] += data

    @property
    def data(self) -> dict:
        return json.loads(self.texts["script"][0])


@pytest.fixture(scope="module")
def net(store: MemoryStore) -> Network:
    return network(store, 1000)


def hostile_store() -> MemoryStore:
    """A graph in which every text is hostile."""
    person, body, fact = (NamedNode(f"http://x.example/{n}") for n in ("person", "body", "fact"))
    role = NamedNode("http://x.example/role")
    store = MemoryStore()
    store.replace(
        [
            Triple(person, RDF.type, FOAF.Person),
            Triple(body, RDF.type, ORG.Organization),
            Triple(role, RDF.type, ORG.Role),
            Triple(fact, RDF.type, ORG.Membership),
            *(Triple(thing, RDFS.label, Literal(HOSTILE)) for thing in (person, body, role, fact)),
            Triple(fact, ORG.member, person),
            Triple(fact, ORG.organization, body),
            Triple(fact, ORG.role, role),
            Triple(fact, KG.former, Literal(False)),
        ]
    )
    return store


def test_people_bodies_and_meetings_are_things(net: Network) -> None:
    kinds = {thing.label: thing.kind for thing in net.things}
    assert kinds["Kadri Tammsaar"] == "person"
    assert kinds["Bank of Canada"] == "organization"
    assert kinds["Estonia"] == "country"
    assert kinds["Kadriorg Palace"] == "place"
    assert kinds["Estonia–Finland talks in Tallinn, 2024-09-16"] == "meeting"
    assert kinds["spokesman"] == "role"  # of a man whose organization no article names
    assert "governor" not in kinds  # it connects a person and a bank


def test_facts_are_ties_with_their_sentences(net: Network) -> None:
    (tie,) = (t for t in net.ties if net.things[t.start].label == "Samuel Okoye")
    assert (net.things[tie.end].label, tie.label, tie.former) == ("Bank of Canada", "governor", False)
    (fact,) = (net.facts[n] for n in tie.facts)
    assert any("its governor, Samuel Okoye" in s.text for s in fact.sentences)
    assert all(s.source.endswith("central-bank.txt") for s in fact.sentences)


def test_former_roles_are_marked(net: Network) -> None:
    assert {t.label for t in net.ties if t.former} >= {"former director", "former finance director"}


def test_the_most_mentioned_stay_and_the_rest_is_counted(store: MemoryStore, net: Network) -> None:
    small = network(store, 10)
    assert len(small.things) == 10
    assert small.crowded_out == len(net.things) - 10
    lightest = min(thing.weight for thing in small.things)
    left = {thing.iri for thing in net.things} - {thing.iri for thing in small.things}
    assert all(thing.weight <= lightest for thing in net.things if thing.iri in left)
    assert all(max(t.start, t.end) < 10 for t in small.ties)
    assert "less mentioned things are left out" in view(store, most=10)


def test_the_layout_is_the_same_for_the_same_network() -> None:
    ties = [(0, 1), (1, 2), (5, 6)]
    assert np.array_equal(places(8, ties), places(8, ties))
    assert np.isfinite(places(1, [])).all()
    assert places(0, []).shape == (0, 2)


def test_the_page_loads_nothing_and_runs_only_what_it_came_with(store: MemoryStore) -> None:
    page = Page(view(store))
    for tag, attributes in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "img", "base"}
        assert not attributes.keys() & {"src", "href", "style", "onload", "onerror", "onclick"}
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    for text in (*page.texts["script"][1:], *page.texts["style"]):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy


def test_hostile_text_stays_text() -> None:
    html = view(hostile_store())
    page = Page(html)
    assert [tag for tag, _ in page.elements].count("script") == 4
    assert not any(tag == "img" for tag, _ in page.elements)
    assert page.data["things"][0]["label"] == HOSTILE


def test_the_script_makes_no_markup_of_strings() -> None:
    script = (resource_path("web", "static") / "view.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", script)


def test_vendored_files_are_those_recorded() -> None:
    folder = resource_path("web", "static", "vendor")
    recorded = dict(re.findall(r"`(\S+?)` \| `([0-9a-f]{64})`", (folder / "README.md").read_text(encoding="utf-8")))
    assert {p.name for p in folder.iterdir()} - {"README.md", "LICENSES.txt"} == set(recorded)
    for name, digest in recorded.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_kg_view_writes_the_page(tmp_path: Path, store: MemoryStore) -> None:
    from kg.export import export

    graph, page = tmp_path / "graph.ttl", tmp_path / "new" / "graph.html"
    export(store, "turtle", graph)
    done = CliRunner().invoke(cli, ["view", "--graph", str(graph), "--output", str(page)])
    assert done.exit_code == 0, done.output
    assert page.read_text(encoding="utf-8") == view(store)


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("picture", [True, False], ids=["with WebGL", "without WebGL"])
def test_a_browser_shows_hostile_text_as_text(picture: bool, tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(view(hostile_store()), encoding="utf-8")
    graphics = (
        ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        if picture
        else ["--disable-gpu", "--disable-3d-apis"]
    )
    done = subprocess.run(
        [
            CHROMIUM or "",
            "--headless=new",
            "--no-sandbox",
            f"--user-data-dir={tmp_path / 'profile'}",
            *graphics,
            "--virtual-time-budget=3000",
            "--dump-dom",
            f"{page.as_uri()}#http%3A%2F%2Fx.example%2Fperson",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "<title>Knowledge graph</title>" in done.stdout
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<h2>{escaped}</h2>" in done.stdout  # the panel
    assert ("<canvas" in done.stdout) is picture
    assert ("<table" in done.stdout) is not picture
