"""Articles in, one graph out: offsets, determinism, additions, rejections."""

import random
from pathlib import Path

import pytest
from conftest import EXAMPLES

import kg
from kg.export import turtle
from kg.pipeline import Built, build
from kg.query import run
from kg.store import MemoryStore
from kg.validate import validate

FILES = sorted(str(p) for p in EXAMPLES.glob("*.txt"))
SPANS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?source ?begin ?end ?anchor WHERE {
  ?span nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?anchor ; nif:referenceContext/dcterms:source ?source
}
"""


def test_every_span_is_its_anchor(store) -> None:
    rows = list(store.query(SPANS))
    assert len(rows) > 100
    for row in rows:
        text = Path(row["source"]).read_text(encoding="utf-8")
        assert text[int(row["begin"]) : int(row["end"])] == row["anchor"], row


def test_the_graph_conforms_to_the_shapes(built: Built) -> None:
    assert validate(built.triples).violations == ()


SPELLINGS = """Ministers meet

BRUSSELS, May 14, 2024 (Coast News) - British Defence Minister Ann Lee met U.S. Defense Minister Tom Hill in Brussels on Monday.

NATO Secretary General Bo Ek said the talks were useful. U.N. Secretary-General Ivo Roa said he would visit the region.
"""


def test_titles_that_differ_in_spelling_conform_and_are_told_as_printed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SPELLINGS, encoding="utf-8")
    triples = build([str(tmp_path)]).triples
    assert validate(triples).violations == ()
    store = MemoryStore()
    store.replace(triples)
    assert [(r["personLabel"], r["roleLabel"]) for r in run("roles", {}, store)] == [
        ("Ann Lee", "defence minister"),
        ("Bo Ek", "secretary general"),
        ("Ivo Roa", "secretary-general"),
        ("Tom Hill", "defense minister"),
    ]


DATELINES = [
    (
        "Norway and Sweden held talks on Monday to share out the cod that is left in the northern sea.",
        ["Bergen"],
    ),  # the lead's own news
    ("Norway and Sweden held talks in Lund on Monday to share out the cod that is left in the northern sea.", ["Lund"]),
    (
        "Norway and Sweden will hold talks on Friday to share out the cod that is left in the northern sea.",
        [""],
    ),  # nobody has been there
    ("Shares in pumps fell after Norway and Sweden held talks on May 2 about the cod.", [""]),  # some other day
    ("Shares in pumps fell on Monday. Ships stayed in port. Norway and Sweden held talks on Monday.", [""]),  # aside
]


@pytest.mark.parametrize(("lead", "places"), DATELINES)
def test_a_gathering_of_the_lead_is_where_the_article_was_written(tmp_path: Path, lead: str, places: list[str]) -> None:
    text = f"Cod again\n\nBERGEN, May 14, 2024 (Coast News) - {lead}\n\nNobody was pleased with that, least of all the cod.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    triples = build([str(tmp_path)]).triples
    assert validate(triples).violations == ()
    store = MemoryStore()
    store.replace(triples)
    assert sorted({r.get("placeLabel", "") for r in run("meetings", {}, store)}) == places


def test_the_same_input_gives_the_same_bytes_in_any_order(built: Built) -> None:
    shuffled = FILES.copy()
    random.Random(3).shuffle(shuffled)
    assert turtle(build(shuffled).triples) == turtle(built.triples)


def test_articles_join_a_store_and_replace_their_older_version(tmp_path: Path, built: Built) -> None:
    folder = tmp_path / "articles"
    build(FILES[:2], folder=folder)
    again = build(FILES[2:], folder=folder)
    assert turtle(again.triples) == turtle(built.triples)
    assert again.added == len(FILES) - 2

    note = tmp_path / "note.txt"
    note.write_text("Ann Lee, the mayor of Bergen, met Bo Holm in Oslo on 3 May 2024.\n", encoding="utf-8")
    build([str(note)], folder=folder)
    note.write_text("Cy Dahl, the mayor of Bergen, spoke in Oslo on 4 May 2024.\n", encoding="utf-8")
    after = build([str(note)], folder=folder)
    people = {e.name for e in after.resolution.entities}
    assert "Cy Dahl" in people
    assert "Ann Lee" not in people


def test_an_unchanged_article_is_not_analysed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(FILES[:1], folder=tmp_path)
    monkeypatch.setattr("kg.extract.extract", lambda *a: pytest.fail("analysed again"))
    assert build(FILES[:1], folder=tmp_path).added == 1


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"stamp": "x"}', b"\xff\xfe", b""], ids=repr)
def test_a_damaged_article_of_the_store_is_reported(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "articles"
    build(FILES[:2], folder=folder)
    damaged = sorted(folder.iterdir())[0]
    damaged.write_bytes(content)
    (lost,) = build(FILES[2:3], folder=folder).lost
    assert lost.source == str(damaged)
    assert f"build the article again, or delete {damaged}" in lost.reason
    assert build(FILES[:2], folder=folder).lost == ()


def test_an_article_of_another_version_is_reported_by_its_source(tmp_path: Path) -> None:
    build(FILES[:1], folder=tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text(kept.read_text("utf-8").replace('"headline"', '"title"'), "utf-8")
    assert [r.source for r in build(FILES[1:2], folder=tmp_path).lost] == FILES[:1]


def test_bad_articles_are_reported_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(b"PK\x03\x04\0\0\0")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "latin.txt").write_bytes("Der Präsident sprach.".encode("cp1252"))
    (tmp_path / "german.txt").write_text(
        "Der Minister sagte am Dienstag, dass die Verhandlungen in Oslo gut verlaufen seien. " * 6, encoding="utf-8"
    )
    (tmp_path / "furniture.txt").write_text("Share | Tweet | Email\n\n© 2024 Harbour Times\n", encoding="utf-8")
    (tmp_path / "good.txt").write_text('Mayor Ann Lee of Bergen said on Monday: "We will rebuild the quay."\n')
    result = build([str(tmp_path)])
    reasons = {Path(r.source).name: r.reason for r in result.rejections}
    assert result.added == 1
    assert set(reasons) == {"binary.txt", "empty.txt", "latin.txt", "german.txt", "furniture.txt"}
    assert "binary" in reasons["binary.txt"]
    assert reasons["empty.txt"] == "empty"
    assert "iconv" in reasons["latin.txt"]
    assert "'de'" in reasons["german.txt"]
    assert "furniture" in reasons["furniture.txt"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "no article text found, only a few words without the end of a sentence"),
        ("Harbour Times\n\nversion 3.5", "no article text found, only a few words without the end of a sentence"),
        ("Ann Lee is mayor.", None),
        ("“We will rebuild the quay!”", None),
        ("Ann Lee and Bo Ek met " + "in Oslo and then " * 5, None),
    ],
)
def test_a_few_words_are_no_article(text: str, reason: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    built = build([str(tmp_path / "a.txt")])
    assert [r.reason for r in built.rejections] == ([reason] if reason else [])


def test_credited_people_are_no_actors(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(
        "Quay to be rebuilt\n\nBy Dora Pell\n\nBERGEN (Coast News) - Mayor Ann Lee said on Monday the quay would be rebuilt.\n\n"
        "(Reporting by Dora Pell and Emil Rask; Editing by Fay Orr)\n",
        encoding="utf-8",
    )
    result = build([str(article)])
    assert result.resolution.articles[0].contributors == ("Dora Pell", "Emil Rask", "Fay Orr")
    assert not {e.name for e in result.resolution.entities} & {"Dora Pell", "Emil Rask", "Fay Orr"}


def test_shared_wire_copy_has_one_origin(built: Built) -> None:
    names = [Path(a.document.source).name for a in built.resolution.articles]
    origins: dict[int, set[str]] = {}
    for name, origin in zip(names, built.resolution.origin, strict=True):
        origins.setdefault(origin, set()).add(name)
    copies = [group for group in origins.values() if len(group) > 1]
    assert sorted(map(sorted, copies)) == [
        ["atlantic-wire.txt", "tagus-post.txt"],
        ["baltic-wire.txt", "harbour-herald.txt"],
    ]


@pytest.mark.parametrize("base", ["", "kg/", "https://example.org/kg", "https://example.org/kg#"])
def test_a_base_of_no_iris_is_an_error(base: str) -> None:
    with pytest.raises(kg.OptionError, match="give one such as"):
        kg.build(FILES[:1], base=base)


def test_a_base_begins_every_iri() -> None:
    triples = build(FILES[:1], base="https://example.org/kg/").triples
    assert any(t.subject.value.startswith("https://example.org/kg/person/") for t in triples)
    assert not any("newskg/id" in str(t) for t in triples)


def test_facts_below_a_confidence_are_left_out(built: Built) -> None:
    sure = build([str(EXAMPLES)], min_confidence=0.9)
    kept = [f.evidence.confidence for a in sure.resolution.articles for f in (*a.roles, *a.meetings, *a.statements)]
    every = [f.evidence.confidence for a in built.resolution.articles for f in (*a.roles, *a.meetings, *a.statements)]
    assert sorted(kept) == sorted(c for c in every if c >= 0.9)
    assert 0 < len(kept) < len(every)
