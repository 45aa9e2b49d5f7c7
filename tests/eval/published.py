"""Score the days of publication: `python tests/eval/published.py GOLD RESULTS [--errors]` (part of `make eval`).

RESULTS is a folder with the results of the query `articles` as JSON. A day is right if the gold file gives it as
`published` or, where the text alone does not tell it, as `published_accept` or in line with `published_partial`; so is
none where the gold has none. Any other day is wrong; none is absent where the gold knows of one.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def verdict(gold: dict[str, Any], day: str | None) -> str:
    """What a day is worth: right, absent or wrong.

    >>> late = {"published": None, "published_accept": ["2024-05-03"]}
    >>> [verdict(late, day) for day in ("2024-05-03", None, "2024-05-04")]
    ['right', 'absent', 'wrong']
    """
    accepted = [d for d in (gold["published"], *gold.get("published_accept", ())) if d]
    partial = str(gold.get("published_partial") or "").lstrip("-")
    if day is None:
        return "absent" if accepted or partial else "right"
    fits = day in accepted if accepted else bool(partial) and day.endswith(partial)
    return "right" if fits else "wrong"


def verdicts(gold: Path, results: Path) -> Iterator[tuple[str, str]]:
    """Every annotated article with what its day is worth."""
    rows = json.loads((results / "articles.json").read_text(encoding="utf-8"))["results"]["bindings"]
    days = {Path(r["source"]["value"]).stem: r["published"]["value"] if "published" in r else None for r in rows}
    for file in sorted(gold.glob("*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(article, dict) and "published" in article:
            yield file.stem, verdict(article, days.get(file.stem))


def main() -> int:
    gold, results = map(Path, sys.argv[1:3])
    found = list(verdicts(gold, results))
    counts = Counter(v for _, v in found)
    wrong = "".join(f" {name}" for name, v in found if v == "wrong") if "--errors" in sys.argv else ""
    print(f"days of publication: {counts['right']} right, {counts['absent']} absent, {counts['wrong']} wrong{wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
