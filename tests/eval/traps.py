"""Score the trap texts: `python tests/eval/traps.py [--errors]` (part of `make eval`).

Every line of `traps/*.jsonl` holds a short text and what must not come out of it. A record matches an
output that agrees with all its keys; `{}` matches any; statements are direct quotations. The false-positive rate is the share of texts
that yield anything forbidden.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kg
from kg.facts import Meeting, Role, Statement
from kg.names import fold

HERE = Path(__file__).resolve().parent
Output = Role | Meeting | Statement


def texts(files: list[Path]) -> list[dict[str, Any]]:
    """Every trap, in order of file and line."""
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]


def holds(whole: str | None, part: str) -> bool:
    """Whether one name or text lies in the other, word by word, in either direction."""
    a, b = f" {fold(whole or '')} ", f" {fold(part)} "
    return bool(a.strip()) and (b in a or a in b)


def agrees(fact: Output, kind: str, record: dict[str, str]) -> bool:
    """Whether an output is what the record forbids."""
    match kind, fact:
        case "roles", Role():
            seen = {"person": [fact.person], "role": [fact.role], "organization": [fact.organization]}
        case "meetings", Meeting():
            if fact.status == record.get("status") or "status" not in record:
                days = [str(d) for d in (fact.start, fact.end) if d]
                places, parties = [*fact.places, fact.venue], list(fact.participants)
                seen = {
                    "place": places,
                    "participant": parties,
                    "kind": [fact.kind],
                    "date": days,
                    "status": [fact.status],
                }
            else:
                return False
        case "statements", Statement(direct=True):
            seen = {"speaker": [fact.speaker], "quote": [fact.quote]}
        case _:
            return False
    return all(any(holds(value, wanted) for value in seen[key]) for key, wanted in record.items())


def caught(trap: dict[str, Any], facts: list[Output]) -> Iterator[Output]:
    """The outputs that the trap forbids."""
    for kind, records in trap["must_not"].items():
        for record in records:
            yield from (fact for fact in facts if agrees(fact, kind, record))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what came out that must not")
    args = parser.parse_args()
    files = sorted((HERE / "traps").glob("*.jsonl"))
    traps = texts(files)
    failed = 0
    graph = kg.build(files)
    for rejection in graph.rejections:
        print(f"not read: {rejection.source}: {rejection.reason}")
    by_source: dict[str, list[Output]] = {}
    for fact in graph.facts():
        by_source.setdefault(fact.source.article, []).append(fact)
    for trap in traps:
        wrong = list(caught(trap, by_source.get(trap["id"], [])))
        failed += bool(wrong)
        for fact in wrong if args.errors else ():
            print(f"{trap['id']} {trap['text']}\n    {fact}\n    {trap['why']}")
    print(f"{len(traps)} traps, {failed} caught: {100 * failed / max(len(traps), 1):.1f} % false positives")
    return 0


if __name__ == "__main__":
    sys.exit(main())
