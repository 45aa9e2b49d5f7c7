"""Two readers of the same snippets: `python -m training.agreement FIRST.jsonl SECOND.jsonl`.

Prints F1 of the second reader's marks against the first's, by kind; texts are matched by their words.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from training.evaluate import Tally


def items(record: dict) -> Iterator[tuple]:
    """What a reader marked, as tuples that end in their kind."""
    yield from map(tuple, record["entities"])
    for r in record["roles"]:
        yield tuple(r["role"]), tuple(r["person"]), tuple(r["org"] or ()), "role triple"
    for m in record["meetings"]:
        trigger = tuple(m["trigger"])
        yield trigger, "meeting trigger"
        yield trigger, m["status"], "meeting status"
        for key in ("places", "dates", "participants"):
            yield from ((trigger, tuple(span), f"meeting {key}") for span in m[key])
    for s in record["statements"]:
        yield tuple(s["cue"]), "cue"
        yield tuple(s["cue"]), tuple(s["speaker"] or ()), "speaker"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    args = parser.parse_args()
    first, second = (
        {r["text"]: r for line in path.read_text(encoding="utf-8").splitlines() if (r := json.loads(line))}
        for path in (args.first, args.second)
    )
    names, facts = Tally(), Tally()
    shared = first.keys() & second.keys()
    for text in shared:
        for tally, wanted in ((names, True), (facts, False)):
            a, b = ({i for i in items(x[text]) if i[-1].isupper() is wanted} for x in (first, second))
            tally.add(a, b)
    print(f"{len(shared)} snippets\nnames and titles: {names}\n                             P     R    F1")
    for label in sorted(facts.gold):
        print(f"  {label:24} {facts.row(label)}")


if __name__ == "__main__":
    main()
