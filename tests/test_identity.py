"""Who is one person, body or place in several articles: names with their contexts, judgements, and what the graph tells."""

import csv
import random
import shutil
from itertools import combinations
from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner, Result
from test_graph import graph
from test_resolve import HERE, NORWAY, SWEDEN, article, role

from kg import pipeline
from kg.analyses import Analyses, Stamp
from kg.cli import cli
from kg.errors import MeaningError, StoreError
from kg.explain import Identity, find, identities
from kg.graph.build import build_graph
from kg.graph.claims import Run
from kg.graph.terms import DEFAULT_BASE
from kg.lexicon import places
from kg.meanings import Meanings, judge
from kg.model import Article, RoleFact
from kg.resolve import Outcome, Resolution, resolve
from kg.resolve.judgements import Anchor, Judgement
from kg.resolve.people import agree, person_name
from kg.resolve.sites import link
from kg.store import ARTICLES, MemoryStore, Settings, open_store
from kg.store.embedded import EmbeddedStore
from kg.store.judgements import load_judgements

with (Path(__file__).parent / "cases/identity.tsv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file, delimiter="\t", restval=""))


def told(source: str, kind: str, name: str, context: str) -> Article:
    """An article on one thing (its first entity) with a context such as "office mayor / org Quay Board; country NO"."""
    names, roles = [f"{kind} {name}"], []
    for item in filter(None, context.split("; ")):
        what, _, value = item.partition(" ")
        if what == "office":
            title, _, employer = value.partition(" / ")
            if employer:
                names.append(_entity(employer))
            roles.append(RoleFact(0, title, len(names) - 1 if employer else None, False, HERE))
        else:
            names.append(_entity(item))
    return article(source, *names, roles=tuple(roles))


def _entity(words: str) -> str:
    """The notation of `article`: a country has its code and its name."""
    kind, _, value = words.partition(" ")
    if kind == "country":
        return f"country {value} {places.country_by_code(value).name}"
    return words if kind in {"person", "org", "place"} else f"org {words}"


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_two_names(case: dict[str, str]) -> None:
    pair = [told(s, case["kind"], case[n], case[f"{n}_context"]) for s, n in (("a", "first"), ("b", "second"))]
    resolution = resolve(pair)
    one = resolution.entity_of[0, 0] == resolution.entity_of[1, 0]
    assert one is (case["expected"] == "same"), case["why"]
    outcomes = {d.outcome for d in resolution.decisions if {d.first, d.second} == {(0, 0), (1, 0)}}
    expected = {"same": {Outcome.SAME}, "unsure": {Outcome.UNSURE}, "different": set()}[case["expected"]]
    assert outcomes == expected, case["why"]


def partition(resolution: Resolution) -> set[frozenset[tuple[str, str]]]:
    """The clusters as sets of (source, name)."""
    return {
        frozenset((resolution.articles[a].document.source, resolution.local(a, e).name) for a, e in entity.members)
        for entity in resolution.entities
    }


def test_no_chain_joins_what_cannot_be_one() -> None:
    office = (role(0, "judge"),)
    articles = [
        article(s, f"person {n}", "org Quay Board", roles=office)
        for s, n in (("a", "Ann K. Sandvik"), ("b", "Ann Sandvik"), ("c", "Ann M. Sandvik"))
    ]
    clusters = partition(resolve(articles))
    assert not any({("a", "Ann K. Sandvik"), ("c", "Ann M. Sandvik")} <= c for c in clusters)


def test_what_may_be_either_of_two_is_neither() -> None:
    office = (RoleFact(0, "rail minister", 1, False, HERE),)
    articles = [
        article(s, f"person {n}", "country NO Norway", roles=office)
        for s, n in (("a", "Jens Sandvik"), ("b", "Jorun Sandvik"), ("c", "J. Sandvik"))
    ]
    resolution = resolve(articles)
    assert len(partition(resolution)) == 3 + 1
    assert "it may as well be" in " ".join(d.reason for d in resolution.decisions if d.outcome is Outcome.UNSURE)


def test_kinds_never_mix() -> None:
    kinds = ("person Santiago Paz", "org Santiago Paz", "place Santiago Paz")
    assert len(partition(resolve([article(k, k) for k in kinds]))) == 3


def test_the_order_of_arrival_changes_nothing() -> None:
    articles = [told(f"{c['id']}{n}", c["kind"], c[n], c[f"{n}_context"]) for c in CASES for n in ("first", "second")]
    first = resolve(articles)
    random.Random(7).shuffle(articles)
    assert resolve(articles) == first


# ---------------------------------------------------------------- judgements

A, B, C = (Anchor("person", "Ann Lee", s) for s in "abc")
THREE = [article(s, "person Ann Lee", "country NO Norway", roles=(role(0, "mayor", 1),)) for s in "abc"]


@pytest.mark.parametrize(
    ("judgements", "sizes"),
    [
        ([], [3]),
        ([Judgement(False, A, B)], [2, 1]),
        ([Judgement(False, A, B), Judgement(False, B, C), Judgement(False, A, C)], [1, 1, 1]),
        ([Judgement(False, A, B), Judgement(True, B, C)], [2, 1]),
        ([Judgement(False, A, Anchor("person", "Ann Lee", "gone"))], [3]),
    ],
    ids=["none", "different", "all different", "different from two", "of an article that is gone"],
)
def test_judgements_hold(judgements: list[Judgement], sizes: list[int]) -> None:
    resolution = resolve(THREE, judgements)
    people = [e for e in resolution.entities if e.kind.value == "person"]
    assert sorted((len(e.members) for e in people), reverse=True) == sizes


def test_what_is_judged_the_same_is_one() -> None:
    articles = [article("a", "person Ann Lee"), article("b", "person Kari Nordmann")]
    judgement = Judgement(True, Anchor("person", "Ann Lee", "a"), Anchor("person", "Kari Nordmann", "b"))
    assert len(resolve(articles).entities) == 2
    assert len(resolve(articles, [judgement]).entities) == 1


def test_the_graph_tells_who_was_judged_different() -> None:
    articles = [article(s, "person Ann Lee", text="Hello, world.") for s in "ab"]
    store = MemoryStore()
    run = Run("0", "none", "1")
    store.replace(build_graph(resolve(articles, [Judgement(False, A, B)]), run, base=DEFAULT_BASE))
    assert len(store.query("SELECT ?a { ?a <http://www.w3.org/2002/07/owl#differentFrom> ?b }")) == 1
    (person, _) = find(store, "Ann Lee")
    assert list(identities(store, person)) == [
        Identity("Ann Lee (a) is not Ann Lee (b)", "different", "judgement", "0", "judged by a person")
    ]


def test_the_graph_tells_why_names_are_one_and_what_was_refused() -> None:
    office = (RoleFact(0, "rail minister", 1, False, HERE),)
    store = graph(
        article("a", "person Sergei Orlov", NORWAY, roles=office, text="Hello, world."),
        article("b", "person Sergey Orloff", NORWAY, roles=office, text="Hello, world."),
        article("c", "person Orlov", SWEDEN, text="Hello, world."),
    )
    (person,) = find(store, "Sergei Orlov")
    told = [(i.outcome, i.stage, i.label) for i in identities(store, person)]
    assert told == [
        ("same", "transliteration", "Sergei Orlov (a) is Sergey Orloff (b)"),
        ("unsure", "surname", "Orlov (c) may be Sergei Orlov (a)"),
    ]


def test_contradictions_are_refused() -> None:
    with pytest.raises(MeaningError, match="contradicts earlier judgements"):
        judge([Judgement(False, A, B)], A, B, same=True)
    with pytest.raises(MeaningError, match="contradicts earlier judgements"):
        judge([Judgement(True, A, B), Judgement(True, B, C)], A, C, same=False)
    with pytest.raises(MeaningError, match="never one thing"):
        judge([], A, Anchor("place", "Oslo", "a"), same=True)
    assert judge([Judgement(True, A, B)], B, A, same=True) == (Judgement(True, A, B),)


def test_what_words_mean() -> None:
    articles = [told("a", "person", "John Smith", "office mayor"), told("b", "person", "John Smith", "office judge")]
    meanings = Meanings(resolve([*articles, article("c", "person Kari Nordmann")]), DEFAULT_BASE)
    assert meanings.anchor("kari nordmann") == Anchor("person", "Kari Nordmann", "c")
    assert meanings.anchor("John Smith@b") == Anchor("person", "John Smith", "b")
    assert meanings.anchor(f"{DEFAULT_BASE}person/kari-nordmann").source == "c"
    with pytest.raises(
        MeaningError, match="name 'John Smith': may be 2 things; say one of: person John Smith@a; person"
    ):
        meanings.anchor("John Smith")
    with pytest.raises(MeaningError, match="name 'Kari Nordman': nothing is called so; did you mean Kari Nordmann"):
        meanings.anchor("Kari Nordman")


# ---------------------------------------------------------------- places


@pytest.mark.parametrize(
    ("name", "named", "country"),
    [
        ("Geneva", {"US", "RU"}, "CH"),
        ("Geneva", {"US"}, None),
        ("Moscow", {"US"}, "RU"),
        ("Moscow", {"US", "US-ID"}, "US"),
        ("London", {"GB"}, "GB"),
        ("London", {"CA"}, None),
        ("Cambridge", set(), None),
        ("Cambridge", {"GB"}, "GB"),
        ("Springfield", {"US"}, None),
        ("Birmingham", {"US"}, "US"),
        ("Danzig", set(), "PL"),
        ("Constantinople", {"TR"}, "TR"),
        ("Bavaria", set(), "DE"),
        ("Victoria", set(), None),
        ("Alderwick", {"GB"}, None),
    ],
    ids=str,
)
def test_links(name: str, named: set[str], country: str | None) -> None:
    found = link(name, frozenset(named))
    assert (found.country if found else None) == country


def test_the_graph_links_places() -> None:
    store = graph(article("a", "place Kiev", "country UA Ukraine", "place Calif.", "place Alderwick"))
    found = {
        (r["thing"].rsplit("/", 1)[1], r["p"].rsplit("#", 1)[-1].rsplit("/", 1)[-1]): r["value"]
        for r in store.query(
            "SELECT ?thing ?p ?value { ?thing ?p ?value FILTER(REGEX(STR(?p), 'sameAs|lat|long|countryCode|identifier')) }"
        )
    }
    assert found == {
        ("kiev", "sameAs"): "https://sws.geonames.org/703448/",
        ("kiev", "countryCode"): "UA",
        ("kiev", "lat"): "50.4547",
        ("kiev", "long"): "30.5238",
        ("ukraine", "sameAs"): "https://sws.geonames.org/690791/",
        ("ukraine", "countryCode"): "UA",
        ("calif", "sameAs"): "https://sws.geonames.org/5332921/",
        ("calif", "countryCode"): "US",
        ("calif", "identifier"): "US-CA",
    }


# ---------------------------------------------------------------- the commands


def kept_store(folder: Path) -> Path:
    """A store of two articles on an Ann Lee each, made without a language model."""
    analyses = Analyses(folder / "store" / ARTICLES, Stamp("none", "1"))
    for source in ("a.txt", "b.txt"):
        analyses.put(article(source, "person Ann Lee", text="Hello, world."))
    with open_store(folder / "store") as store:
        store.replace(pipeline.judge(folder / "store" / ARTICLES, (), Settings()).triples)
    return folder / "store"


def people(store: Path) -> int:
    with open_store(store, read_only=True) as opened:
        return len(opened.query("SELECT ?p { ?p a <http://xmlns.com/foaf/0.1/Person> }"))


def test_a_judgement_is_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    store, pair = kept_store(tmp_path), ["Ann Lee@a.txt", "Ann Lee@b.txt"]

    def kg(*words: str) -> Result:
        return CliRunner().invoke(cli, [*words, "--store", str(store)])

    assert people(store) == 1
    assert kg("different", *pair).exit_code == 0
    assert people(store) == 2
    assert kg("same", "--list").stdout == "different\tAnn Lee@a.txt\tAnn Lee@b.txt\n"
    refused = kg("same", *pair)
    assert isinstance(refused.exception, MeaningError)
    assert people(store) == 2
    assert kg("remove", "b.txt").exit_code == 0
    assert people(store) == 1
    Analyses(store / ARTICLES, Stamp("none", "1")).put(article("b.txt", "person Ann Lee", text="Hello, world."))
    assert kg("remove", "c.txt").exit_code == 2
    undone = kg("different", "--undo", *pair)
    assert (undone.exit_code, undone.stderr.startswith("kg: judgement taken back; ")) == (0, True)
    assert kg("same", "--list").stdout == ""
    assert people(store) == 1
    assert kg("different", "--undo", *pair).exit_code == 2


def test_an_article_that_is_lost_is_told_and_counted(tmp_path: Path) -> None:
    store = kept_store(tmp_path)
    Analyses(store / ARTICLES, Stamp("none", "1")).put(article("c.txt", "person Bo Ek", text="Hello, world."))
    assert CliRunner().invoke(cli, ["same", "Ann Lee@a.txt", "Bo Ek", "--store", str(store)]).exit_code == 0
    with open_store(store, read_only=True) as opened:
        before = set(opened.triples())
    damaged = next(p for p in (store / ARTICLES).iterdir() if '"c.txt"' in p.read_text("utf-8"))
    damaged.write_text(damaged.read_text("utf-8").replace('"kind": "person"', '"kind": "robot"'), encoding="utf-8")
    done = CliRunner().invoke(cli, ["different", "Ann Lee@a.txt", "Ann Lee@b.txt", "--store", str(store)])
    assert done.exit_code == 1
    assert "lost c.txt: kept by an earlier build, but damaged" in done.stderr
    with open_store(store, read_only=True) as opened:
        changed = len(before ^ set(opened.triples()))
    assert f"judged; {changed} triples of the graph changed" in done.stderr


@pytest.mark.parametrize("command", [["different", "Ann Lee@a.txt", "Ann Lee@b.txt"], ["remove", "a.txt", "b.txt"]])
def test_what_is_cut_off_is_completed_by_the_same_command(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = kept_store(tmp_path)
    command = [*command, "--store", str(store)]
    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedStore, "replace", Mock(side_effect=KeyboardInterrupt))
        assert CliRunner().invoke(cli, command).exit_code != 0
    assert people(store) == 1
    after = pipeline.judge(store / ARTICLES, load_judgements(store), Settings())
    assert CliRunner().invoke(cli, command).exit_code == 0
    with open_store(store, read_only=True) as opened:
        assert frozenset(opened.triples()) == after.triples
    assert people(store) == (2 if "different" in command else 0)
    assert CliRunner().invoke(cli, command).exit_code == 2


def test_a_restored_graph_is_not_replaced_by_one_of_no_articles(tmp_path: Path) -> None:
    store = kept_store(tmp_path)
    shutil.rmtree(store / ARTICLES)
    for command in (["remove", "a.txt"], ["same", "--undo", "Ann Lee", "Ann Lee"]):
        refused = CliRunner().invoke(cli, [*command, "--store", str(store)])
        assert isinstance(refused.exception, StoreError)
    assert people(store) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[{]", "Expecting property name"),
        ("{}", "{} is no list"),
        ('[{"same": "yes", "first": {}, "second": {}}]', "same: 'yes' is no bool"),
        (
            '[{"same": true, "first": {"kind": ["person"], "name": "A", "source": "a"}}]',
            r"kind: \['person'\] is no str",
        ),
    ],
)
def test_damaged_judgements_are_reported(text: str, why: str, tmp_path: Path) -> None:
    store = kept_store(tmp_path)
    (store / "judgements.json").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=rf"judgements\.json is damaged \({why}.*mend it, or delete it"):
        load_judgements(store)


NAMES = (
    "Ann M. Lee",
    "Ann M. K. Lee",
    "Ann Maria Lee",
    "A. Lee",
    "Lee Ann",
    "Ann Lee Jr.",
    "Lee",
    "Anna Leigh",
    "Ann Lee Park",
)


@pytest.mark.parametrize(("one", "other"), combinations(NAMES, 2))
def test_names_agree_whichever_comes_first(one: str, other: str) -> None:
    a, b = person_name(one), person_name(other)
    assert (agree(a, b) is None) == (agree(b, a) is None)
