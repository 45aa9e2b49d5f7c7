"""One utterance in several wordings; what only sounds alike stays apart."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from test_graph import graph
from test_resolve import HERE, NORWAY, article, role

from kg.explain import differing, explain
from kg.model import Article, PublicationDate, StatementFact
from kg.query import run
from kg.resolve.utterances import one_utterance
from kg.store import MemoryStore

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases/utterances.tsv").read_text("utf-8").splitlines()
    if not line.startswith(("#", "same\t"))
]


@pytest.mark.parametrize(("same", "first", "second"), CASES, ids=str)
def test_utterances(same: str, first: str, second: str) -> None:
    assert one_utterance(first, second) is one_utterance(second, first) is (same == "yes")


@pytest.mark.parametrize("text", ["", "…", "No.", "the a of", "?!"])
def test_words_that_tell_nothing_are_like_nothing(text: str) -> None:
    assert not one_utterance(text, text)
    assert not one_utterance(text, "The river does not ask a pilot for his passport")


# ---------------------------------------------------------------- articles

RIVER, NO_RIVER = "The river does not ask a pilot for his passport", "A river asks no pilot for his passport"
MONDAY = date(2024, 5, 13)


def said(
    source: str,
    *texts: str,
    speaker: int | None = 0,
    words: str = "Lee",
    published: date | None = MONDAY,
    direct: bool = True,
) -> Article:
    """An article that quotes Ann Lee (0), Bo Holm (1), Norway (2) or somebody without a name."""
    made = article(source, "person Ann Lee", "person Bo Holm", NORWAY, roles=(role(0, "spokeswoman", 2),), text=source)
    facts = tuple(StatementFact(speaker, words, t, "said", direct, HERE) for t in texts)
    return replace(made, statements=facts, published=PublicationDate(published, "text") if published else None)


def pairs(*articles: Article) -> set[tuple[str, str]]:
    return {(r["quote"], r["variant"]) for r in run("quote-variants", {}, graph(*articles))}


@pytest.mark.parametrize(
    ("other", "linked"),
    [
        (said("b", NO_RIVER), True),
        (said("b", NO_RIVER, published=None), True),
        (said("b", NO_RIVER, speaker=1, words="Holm"), False),
        (said("b", NO_RIVER, speaker=2, words="Norway"), True),
        (said("b", NO_RIVER, speaker=None, words="a Norwegian spokesman"), True),
        (said("b", NO_RIVER, speaker=None, words="a fisherman"), False),
        (said("b", NO_RIVER, published=date(2024, 6, 20)), False),
        (said("b", NO_RIVER, direct=False), False),
        (said("b", "Pilots cost too much"), False),
    ],
    ids=[
        "another wording",
        "undated",
        "another speaker",
        "the country that she speaks for",
        "her title without her name",
        "somebody else without a name",
        "a month later",
        "reported",
        "another utterance",
    ],
)
def test_wordings_are_linked_by_speaker_time_and_words(other: Article, linked: bool) -> None:
    assert len(pairs(said("a", RIVER), other)) == linked


def test_two_quotations_of_one_article_are_two_utterances() -> None:
    assert pairs(said("a", RIVER, NO_RIVER)) == set()
    assert pairs(said("a", RIVER, NO_RIVER), said("b", RIVER, NO_RIVER)) == set()


def test_the_same_words_are_one_statement_and_no_variant() -> None:
    assert pairs(said("a", RIVER), said("b", RIVER)) == set()


def test_the_differing_words_are_explained() -> None:
    store = graph(said("a", RIVER), said("b", "The river never asks a pilot for his passport"))
    rows = store.query(
        "PREFIX schema: <https://schema.org/> SELECT ?s { ?s schema:text ?t FILTER(CONTAINS(?t, 'not ask')) }"
    )
    (row,) = rows
    (found,) = [e for e in explain(store, row["s"]) if e.wordings]
    (wording,) = found.wordings
    assert (wording.sources, wording.here, wording.there) == (("b",), ("does not ask",), ("never asks",))


@pytest.mark.parametrize(
    ("first", "second", "here", "there"),
    [
        ("We will go", "We will go.", (), ()),
        ("open, frank and direct", "open, calm and direct", ("frank",), ("calm",)),
        ("open talks", "open and direct talks", (), ("and direct",)),
    ],
)
def test_differing_words(first: str, second: str, here: tuple[str, ...], there: tuple[str, ...]) -> None:
    assert differing(first, second) == (here, there)
    assert differing(second, first) == (there, here)


def test_the_example_quotations_are_found(store: MemoryStore) -> None:
    speakers = {r["speakerLabel"] for r in run("quote-variants", {}, store)}
    assert {"Kadri Tammsaar", "Duarte Falcao", "Milica Dragas"} <= speakers
