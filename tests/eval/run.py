"""Build, query and score annotated articles: `python tests/eval/run.py [--errors]` (or `make eval`).

Always scores our own articles (`tests/eval/articles` against `tests/eval/gold`), the everyday ones
(`tests/eval/fresh`), the varied ones (`tests/eval/later`), those kept apart (`tests/eval/apart`) and the ones written
last (`tests/eval/last`); errors in the last two are never listed. Where the environment variable KG_SHARED names a folder with further sets, those are scored too.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNSEEN = {
    "our own articles, kept apart": "apart",
    "our own articles, written last": "last",
}  # nobody looks at single errors
QUERIES = ("articles", "roles", "meetings", "statements")


def answers(articles: Path, folder: Path) -> None:
    """Build a store from a folder of articles; write the results of the four fixed queries as JSON."""
    kg = [sys.executable, "-m", "kg"]
    store = str(folder / "store")
    subprocess.run([*kg, "build", str(articles), "--store", store, "--quiet"], check=True)
    for name in QUERIES:
        with (folder / f"{name}.json").open("w", encoding="utf-8") as out:
            subprocess.run([*kg, "query", name, "--store", store, "--format", "json"], check=True, stdout=out)


def sets() -> list[tuple[str, Path, Path]]:
    """Title, articles and gold of every set that is there."""
    found = [
        ("our own articles", HERE / "articles", HERE / "gold"),
        ("our own articles, everyday", HERE / "fresh" / "articles", HERE / "fresh" / "gold"),
        ("our own articles, varied", HERE / "later" / "articles", HERE / "later" / "gold"),
    ]
    found += [(title, HERE / name / "articles", HERE / name / "gold") for title, name in UNSEEN.items()]
    shared = os.environ.get("KG_SHARED")
    if shared:
        more = Path(shared)
        found += [
            ("eval/gold (seeds)", more / "seeds", more / "eval/gold"),
            ("eval/gold_more", more / "eval/articles_more", more / "eval/gold_more"),
        ]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list every missed and spurious fact")
    args = parser.parse_args()
    for title, articles, gold in sets():
        print(f"\n== {title}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            answers(articles, Path(folder))
            options = ["--errors"] if args.errors and title not in UNSEEN else []
            for script in ("score.py", "published.py"):
                subprocess.run([sys.executable, str(HERE / script), str(gold), folder, *options], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
