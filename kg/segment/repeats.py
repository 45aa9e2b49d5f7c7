"""Pull quotes: paragraphs that say again what another one says."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from kg.model import Segment, SegmentKind


def drop_repeats(text: str, segments: list[Segment]) -> list[Segment]:
    """A pull quote says again what the body says, perhaps with the speaker's name behind it."""
    bodies = [" ".join(s.span.of(text).split()) if s.kind is SegmentKind.BODY else "" for s in segments]
    quotes = _pull_quotes(set(bodies))
    return [
        replace(s, kind=SegmentKind.BOILERPLATE, reason="pull quote repeats the text") if body in quotes else s
        for s, body in zip(segments, bodies, strict=True)
    ]


_HEAD = 24  # characters by which a sentence is looked up
_GREATER_PART = 0.7


def _pull_quotes(bodies: set[str]) -> set[str]:
    """The paragraphs whose greater part stands word for word in one longer paragraph."""
    quotes = {body: sentences for body in bodies if (sentences := _quotable(body))}
    heads = {sentence[:_HEAD] for sentences in quotes.values() for sentence, _ in sentences}
    holders = _holders(heads, sorted(bodies, key=len, reverse=True))
    return {body for body, sentences in quotes.items() if _stands_elsewhere(body, sentences, holders)}


def _quotable(line: str) -> list[tuple[str, int]]:
    """The long sentences of a line, without their last stops, and their lengths; none if they are its smaller part."""
    sentences = [(x.rstrip('.!?"”'), len(x)) for x in re.split(r"(?<=[.!?])\s+", line) if len(x) > 40]
    long = len(line) > 60 and sum(size for _, size in sentences) > _GREATER_PART * len(line)
    return sentences if long else []


def _holders(heads: Collection[str], bodies: Sequence[str]) -> dict[str, list[str]]:
    """The paragraphs that hold each of the heads, in the order given."""
    out: dict[str, list[str]] = {head: [] for head in heads}
    sizes = {len(head) for head in heads}
    for body in bodies:
        for size in sizes:
            for i in range(len(body) - size + 1):
                held = out.get(body[i : i + size])
                if held is not None and not (held and held[-1] is body):
                    held.append(body)
    return out


def _stands_elsewhere(line: str, sentences: list[tuple[str, int]], holders: dict[str, list[str]]) -> bool:
    """Whether a longer paragraph holds the greater part of a line; the sentences that fewest hold are tried first."""
    least = _GREATER_PART * len(line)
    rest = sum(size for _, size in sentences)
    for sentence, size in sorted(sentences, key=lambda s: len(holders[s[0][:_HEAD]])):
        for other in holders[sentence[:_HEAD]]:
            if len(other) <= len(line):
                break
            if sum(n for x, n in sentences if x in other) > least:
                return True
        rest -= size
        if rest <= least:
            return False
    return False
