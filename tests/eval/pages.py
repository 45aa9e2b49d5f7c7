"""Score the reading of web pages: `python tests/eval/pages.py [--errors]`.

Every `pages/NN.html` is an invented news page, `pages/NN.json` what a careful reader finds in it: the
headline, the day of publication (or null), the paragraphs of the story, the captions without their
credits, and strings that are no part of the story (furniture, other stories, comments, credits). The
pages run through the whole pipeline. A paragraph counts as read if it stands whole in one segment of
body or headline. A string leaks if it stands more often in the content than in the expected text.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.analyses import Analyses, Stamp
from kg.model import CONTENT, Article, SegmentKind
from kg.nlp.pipeline import load
from kg.pipeline import analyse
from kg.read import read_inputs

PAGES = Path(__file__).resolve().parent / "pages"
STORY = (SegmentKind.HEADLINE, SegmentKind.BODY)
MEASURES = ("body", "captions", "skipped", "headline", "published")
Lines = Sequence[tuple[SegmentKind, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a page was asked for; the error is empty where it came out right."""

    measure: str
    wanted: str
    error: str = ""


def plain(text: str) -> str:
    """The text with runs of white space made one space."""
    return " ".join(text.split())


def place(wanted: str, lines: Lines, kinds: Sequence[SegmentKind]) -> str:
    """Why a text does not stand whole in one segment of these kinds; empty if it does."""
    found = [kind for kind, line in lines if wanted in line]
    if any(kind in kinds for kind in found):
        return ""
    if found:
        return f"read as {found[0].value}"
    parts = [kind.value for kind, line in lines if len(line) > 20 and line in wanted]
    return f"broken into {', '.join(parts)}" if parts else "not read"


def leak(string: str, lines: Lines, expected: Sequence[str]) -> str:
    """As what a string is read that is no part of the story; empty if it is skipped."""
    kinds = [kind.value for kind, line in lines if kind in CONTENT for _ in range(line.count(string))]
    allowed = sum(text.count(string) for text in expected)
    return f"read as {kinds[-1]}" if len(kinds) > allowed else ""


def judge(gold: dict[str, Any], article: Article | None) -> Iterator[Result]:
    """Everything that a page was asked for; all of the story is missed where there is no article."""
    text = article.document.text if article else ""
    lines = [(s.kind, plain(s.span.of(text))) for s in article.segments] if article else []
    for paragraph in gold["body"]:
        yield Result("body", paragraph, place(paragraph, lines, STORY))
    for caption in gold["captions"]:
        yield Result("captions", caption, place(caption, lines, (SegmentKind.CAPTION,)))
    for string in gold["skipped"]:
        yield Result("skipped", string, leak(string, lines, [gold["headline"], *gold["body"], *gold["captions"]]))
    headline = plain(article.headline or "") if article else ""
    yield Result("headline", gold["headline"], "" if headline == gold["headline"] else f"got {headline or None!r}")
    day = str(article.published.day) if article and article.published else None
    right = article is not None and day == gold["published"]
    yield Result("published", str(gold["published"]), "" if right else f"got {day!r}")


def share(results: Sequence[Result], measure: str) -> str:
    """How many of a measure's results are right, as "9 of 12 (75.0 %)"."""
    asked = [r for r in results if r.measure == measure]
    right = sum(not r.error for r in asked)
    return f"{right} of {len(asked)} ({100 * right / max(len(asked), 1):.1f} %)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what was missed, misread or leaked")
    args = parser.parse_args()
    files = sorted(PAGES.glob("*.html"))
    outputs = analyse(load(), read_inputs(str(f) for f in files), Analyses(None, Stamp("", "")))
    results: list[Result] = []
    for file, output in zip(files, outputs, strict=True):
        if not isinstance(output, Article):
            print(f"not read: {file.name}: {output.reason}")
        gold = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        found = list(judge(gold, output if isinstance(output, Article) else None))
        results += found
        for r in found if args.errors else ():
            if r.error:
                print(f"{file.stem} {r.measure}, {r.error}: {r.wanted}")
    shares = {measure: share(results, measure) for measure in MEASURES}
    leaked = sum(bool(r.error) for r in results if r.measure == "skipped")
    strings = sum(r.measure == "skipped" for r in results)
    print(
        f"{len(files)} pages: body paragraphs {shares['body']}, captions as captions {shares['captions']}, "
        f"{leaked} of {strings} skipped strings leaked ({100 * leaked / max(strings, 1):.1f} %), "
        f"headlines {shares['headline']}, dates {shares['published']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
