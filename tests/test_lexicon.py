"""Closed lists are whole, word lists prove themselves on their examples, wrong rows are named."""

from pathlib import Path

import pytest

import kg.lexicon
from kg.errors import LexiconError
from kg.lexicon import FOLDER, load, places, values, words
from kg.model import KINDS

FILES = sorted(p.stem for p in (FOLDER / "en").glob("*.tsv"))


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_sound(name: str) -> None:
    text = (FOLDER / "en" / f"{name}.tsv").read_text(encoding="utf-8")
    assert text.startswith("# "), "the first line tells the source"
    rows = load(name)
    assert rows
    assert len({tuple(r.values()) for r in rows}) == len(rows), "a row stands twice"
    assert f"`{name}.tsv`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_a_wrong_row_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/bad.tsv").write_text("# x\nword\tkind\none\toffice\ntwo\toffice\tmore\n")
    monkeypatch.setattr(kg.lexicon, "FOLDER", tmp_path)
    with pytest.raises(LexiconError, match=r"bad\.tsv:4: 3 cells, expected 2"):
        load("bad")


def test_every_country_is_there() -> None:
    have = {r["code"] for r in load("countries")}
    assert len(have) == 249 + 2  # ISO 3166-1, Kosovo, European Union
    assert {"XK", "EU", "SS", "TL"} <= have
    assert {r["code"] for r in load("nationalities")} <= have


@pytest.mark.parametrize("column", ["word", "kind", "example"])
@pytest.mark.parametrize("name", ["roles", "role_modifiers"])
def test_examples_hold_their_word(name: str, column: str) -> None:
    for row in load(name):
        assert row[column]
        assert row["word"].strip("-").split()[0] in row["example"].casefold() or name == "role_modifiers"


def test_kinds_are_known() -> None:
    assert {r["kind"] for r in load("meetings")} <= set(KINDS)
    assert {r["kind"] for r in load("roles")} == {"office", "occupation", "rank", "honorific", "relation"}
    assert {r["kind"] for r in load("role_modifiers")} == {"former", "incoming", "keep", "none"}
    clash = {r["word"] for r in load("meetings")} & {
        w for r in load("not_meetings") for w in (r["word"], *values(r["forms"]))
    }
    assert not clash


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Britain", "GB"),
        ("the United States", "US"),
        ("U.S.", "US"),
        ("US", "US"),
        ("us", None),
        ("turkey", None),
        ("Turkey", "TR"),
        ("RUSSIA", "RU"),
        ("Swiss", "CH"),
        ("Danes", "DK"),
        ("Dutch", "NL"),
        ("Georgia", "GE"),
        ("Holland", "NL"),
        ("Kosovo", "XK"),
        ("European Union", "EU"),
        ("Côte d'Ivoire", "CI"),
        ("Czechia", "CZ"),
        ("Burma", "MM"),
        ("Oslo", None),
        ("polish", None),
        ("Polish", "PL"),
        ("South Koreans", "KR"),
        ("Emirati", "AE"),
        ("Palestinian", "PS"),
        ("Chad", "TD"),
        ("may", None),
    ],
)
def test_countries(name: str, code: str | None) -> None:
    found = places.country(name)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Oslo", "NO"),
        ("Kyiv", "UA"),
        ("Kiev", "UA"),
        ("Nur-Sultan", "KZ"),
        ("Washington", "US"),
        ("Geneva", None),
        ("New York", None),
        ("Riga", "LV"),
        ("The Hague", "NL"),
        ("Canberra", "AU"),
    ],
)
def test_capitals(name: str, code: str | None) -> None:
    found = places.capital_of(name)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("WHO", "World Health Organization"),
        ("who", None),
        ("Who", None),
        ("U.N.", "United Nations"),
        ("IMF", "International Monetary Fund"),
        ("World Trade Organisation", "World Trade Organization"),
        ("Opec", "Organization of the Petroleum Exporting Countries"),
        ("Acme Corp", None),
    ],
)
def test_bodies(name: str, full: str | None) -> None:
    found = places.body(name)
    assert (found.name if found else None) == full


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Deputy Foreign Minister", "office"),
        ("secretary of state", "office"),
        ("CEO", "office"),
        ("striker", "occupation"),
        ("Lieutenant General", "rank"),
        ("zookeeper", None),
    ],
)
def test_titles(title: str, kind: str | None) -> None:
    assert words.role_kind(title) == kind


def test_a_state_is_no_country() -> None:
    assert places.region("Texas") == places.country("US")
    assert places.seat("the White House") == places.country("US")


def test_every_headquarters_is_that_of_a_body_in_a_city() -> None:
    assert {r["name"] for r in load("headquarters")} <= {r["name"] for r in load("bodies")}
    small = {"Meyrin", "Nyon", "Washington, D.C."}  # below 100,000 people, or a name of newspapers only
    assert all(c in small or places.city(c) for r in load("headquarters") for c in values(r["cities"]))
