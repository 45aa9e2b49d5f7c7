"""What a careful reader takes from the example articles: single facts that must be in the one graph of them all.

No model is pinned down here: of everything else in the graph nothing is said.
"""

from pathlib import Path

import pytest

from kg.disputes import Dispute, disputes
from kg.query import run
from kg.store import MemoryStore

ROLES = [  # person, role, organization, former, articles
    ("Kadri Tammsaar", "defence minister", "Estonia", "false", 3),
    ("Edgars Ozolins", "foreign minister", "Latvia", "false", 2),
    ("Duarte Falcao", "transport minister", "Portugal", "false", 4),
    ("Samira Benhalim", "transport minister", "Morocco", "false", 4),
    ("Samira Benhalim", "foreign minister", "Morocco", "false", 1),
    ("Rui Falcao", "mayor", "Setubal", "false", 1),
    ("Milica Dragas", "deputy foreign minister", "Serbia", "false", 2),
    ("Gabor Lenart", "deputy foreign minister", "Hungary", "false", 2),
    ("Idris Lamrani", "foreign minister", None, "true", 1),
]
MEETINGS = [  # words of the label, place, status, day, articles
    ("Estonia–Finland talks", "Tallinn", "held", "2024-09-16", 3),
    ("meeting", "Riga", "planned", "2024-10-08", 3),
    ("Morocco–Portugal talks", "Lisbon", "held", "2025-03-05", 3),
    ("Morocco–Portugal meeting", "Rabat", "cancelled", "2025-03-20", 3),
    ("Hungary–Serbia talks", "Geneva", "held", "2025-05-14", 2),
]
VENUES = {
    "Tallinn": [("Seaplane Harbour museum", 2, 1), ("Kadriorg Palace", 1, 1)],
    "Lisbon": [("Ajuda Palace", 2, 1), ("Maritime Museum", 1, 1)],
    "Geneva": [("Hotel Bellerive", 1, 1), ("UNESCO headquarters", 1, 1)],
}


@pytest.mark.parametrize(("person", "role", "organization", "former", "articles"), ROLES)
def test_roles(
    store: MemoryStore, person: str, role: str, organization: str | None, former: str, articles: int
) -> None:
    rows = [r for r in run("who-holds-which-role", {}, store) if (r["personLabel"], r["roleLabel"]) == (person, role)]
    (row,) = [r for r in rows if r.get("organizationLabel") == organization]
    assert row["former"] == former
    assert int(row["articles"]) >= articles


@pytest.mark.parametrize(("words", "place", "status", "day", "articles"), MEETINGS)
def test_each_meeting_is_one_node(
    store: MemoryStore, words: str, place: str, status: str, day: str, articles: int
) -> None:
    rows = [r for r in run("meetings-table", {}, store) if r.get("placeLabel") == place and r.get("earliest") == day]
    assert len({r["meetingLabel"] for r in rows}) == 1
    assert words in rows[0]["meetingLabel"]
    assert {(r["status"], r["latest"], int(r["articles"])) for r in rows} == {(status, day, articles)}


@pytest.fixture(scope="module")
def disputed(store: MemoryStore) -> list[Dispute]:
    return disputes(store)


@pytest.mark.parametrize("place", VENUES)
def test_venues_are_disputed_and_ranked(disputed: list[Dispute], place: str) -> None:
    (dispute,) = [d for d in disputed if f" in {place}," in d.label]
    told = [(v.names[0], len(v.reports), v.origins) for v in dispute.values]
    assert (dispute.what, told) == ("venue", VENUES[place])


def test_the_headquarters_that_are_elsewhere_get_a_hint(disputed: list[Dispute]) -> None:
    hints = [v.hint for d in disputed for v in d.values if v.hint]
    assert hints == [
        "the United Nations Educational, Scientific and Cultural Organization has its headquarters in Paris, not in Geneva"
    ]


def test_the_meeting_that_was_called_off_keeps_its_history(store: MemoryStore) -> None:
    told = [
        (r["asOf"], r["status"], Path(r["source"]).name)
        for r in run("meeting-history", {}, store)
        if "Rabat" in r["meetingLabel"]
    ]
    assert told == [
        ("2025-03-05", "planned", "atlantic-wire.txt"),
        ("2025-03-05", "planned", "tagus-post.txt"),
        ("2025-03-18", "cancelled", "rabat-cancelled.txt"),
    ]


def test_a_surname_is_no_person(store: MemoryStore) -> None:
    people = [r["personLabel"] for r in run("who-holds-which-role", {}, store) if "Falcao" in r["personLabel"]]
    assert sorted(set(people)) == ["Duarte Falcao", "Rui Falcao"]


def test_what_was_postponed_is_told_as_postponed(store: MemoryStore) -> None:
    assert {r["meetingLabel"] for r in run("meetings-table", {}, store) if r["status"] == "postponed"} >= {
        "Rosa Quispe visit in Tokyo"
    }
