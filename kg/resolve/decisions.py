"""What resolution decided on pairs of names, as data: who reads it sees why two mentions are one, or are not."""

from dataclasses import dataclass
from enum import Enum

Member = tuple[int, int]
"""(article, entity of the article)"""

JUDGED = "judgement"
"""The stage of a decision that a person made."""


class Outcome(str, Enum):
    """What became of a pair."""

    SAME = "same"
    UNSURE = "unsure"  # not enough speaks for one thing: they stay two
    DIFFERENT = "different"  # something speaks against it


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two names stand for one thing, and why."""

    first: Member
    second: Member
    outcome: Outcome
    stage: str  # how the names agree: "same name", "transliteration", "acronym" …
    score: float  # bits for one thing, what is needed already taken off; below 0 they stay two
    reason: str
