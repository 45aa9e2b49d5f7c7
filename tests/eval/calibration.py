"""Confidence against truth: `python tests/eval/calibration.py` (or `make calibration`).

Builds the annotated articles and prints, for every kind of fact and band of confidence, how many facts
there are, their mean confidence and the share that is right; then the same by rule.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import run  # noqa: E402
import score  # noqa: E402

import kg  # noqa: E402
from kg.facts import Meeting, Role, Statement  # noqa: E402

BANDS = (0.0, 0.6, 0.7, 0.8, 0.9, 1.01)


def judged(articles: Path, gold: Path) -> Iterator[tuple[str, str, float, bool]]:
    """Kind, rule, confidence and truth of every fact of a set."""
    golds = {g["id"]: g for f in sorted(gold.glob("[0-9]*.json")) if (g := json.loads(f.read_text(encoding="utf-8")))}
    for fact in kg.build([articles]).facts():
        truth = golds.get(Path(fact.source.article).stem)
        if truth is not None and (right := is_right(fact, truth)) is not None:
            yield type(fact).__name__.lower(), fact.source.rule, fact.source.confidence, right


def is_right(fact: Role | Meeting | Statement, gold: dict) -> bool | None:
    """Whether a fact is among the gold ones, required or optional; None where the gold does not judge it."""
    match fact:
        case Role():
            given = {"person": fact.person, "role": fact.role, "org": fact.organization}
            return any(score.role_match(given, g) for g in gold["roles"])
        case Meeting():
            days = {str(fact.start)} if fact.start else set()
            places = {*fact.places, *([fact.venue] if fact.venue else [])}
            given = {"locations": places, "dates": days, "participants": set(fact.participants)}
            return any(score.meeting_related(given, g) for g in gold["events"])
        case Statement(direct=True) if len(score.words(fact.quote)) >= 4:
            given = {"speaker": fact.speaker, "text": fact.quote}
            return any(
                score.same_speaker(given, g) and score.token_f1(fact.quote, t) >= 0.5
                for g in gold["quotes"]
                for t in (g["text"], *(g.get("spans") or []))
            )
    return None


def main() -> int:
    facts = [row for _, articles, gold in run.sets() for row in judged(articles, gold)]
    table: dict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for kind, rule, confidence, right in facts:
        low, high = next((a, b) for a, b in pairwise(BANDS) if a <= confidence < b)
        table[kind, f"{low:.1f} to {min(high, 1.0):.1f}"].append((confidence, right))
        table["rule", rule].append((confidence, right))
    print(f"{'':12}{'':28}{'facts':>6}{'confidence':>12}{'right':>8}")
    for (kind, band), rows in sorted(table.items()):
        mean, share = (sum(r[i] for r in rows) / len(rows) for i in (0, 1))
        print(f"{kind:12}{band:28}{len(rows):>6}{mean:>12.2f}{share:>8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
