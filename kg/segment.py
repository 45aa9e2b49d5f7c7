"""Document → Segments: what each line of a page is, and why it is read or skipped.

Rules are about form (a bullet before a truncated teaser, a line of initials, a city before a dash), never
about particular outlets. When unsure, a line is body text.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from kg.dates import find_publication
from kg.lexicon import load
from kg.model import CONTENT, Document, Segment, SegmentKind, Span

# ---------------------------------------------------------------- patterns

_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:de|del|della|van|von|der|bin|al|el|da|di|la|le|ter|ten|du|dos))*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}"
_NAMES = rf"{_NAME}(?:(?:, | and |, and | & ){_NAME})*"
_AGENCY = r"(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})"
_AGENCY_CREDIT = re.compile(rf"^(?:{_NAME}|[A-Z .'-]{{4,40}})(?:\s*[/|]\s*| [—–-] | via ){_AGENCY}(?:/[A-Z][\w. ]*)?$")
_BYLINE = re.compile(rf"(?i:by|from|words by|story by|report by)\s+(?P<names>{_NAMES})(?:[,|·]? .{{0,60}})?")
_PHOTO = r"(?i:file (?:photo|picture|image|pic)|photo|image|picture|caption|pictured|photograph|credit|looking back)"
_CREDIT_TAIL = re.compile(
    rf"(?<=[.!?…\"”)]\s)(?:(?:{_NAME}|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{{3,40}})/{_AGENCY}(?:/[A-Z][\w. -]*)?\.?"
    r"|(?:AP|AFP|REUTERS|EPA|Reuters|Getty Images|AP Photo)(?:/[A-Z][\w .'’-]+)?\.?"
    rf"|{_PHOTO}\s*:\s*[^.!?]{{2,60}}\.?)$|\({_PHOTO}[^()]{{0,60}}\)\W*$"
)
_CAPTION_MARK = re.compile(rf"^{_PHOTO}\s*[:-]\s*\S")
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ -][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}"
_DASH = r"\s*(?:[-–—_:]{1,2}|--)\s(?=\S)"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_PLACE = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}"
_BRACKET = r"(?:,? ?\([A-Z0-9][\w ,.&/-]{1,40}\))"  # an agency or a date
_DATELINE = re.compile(
    rf"^{_CAPITALS}(?:/{_CAPITALS})?(?:, {_PLACE})?(?:,? {_DAY})?{_BRACKET}?{_DASH}"
    rf"|^{_PLACE}(?:/{_PLACE})?(?:, {_PLACE})?(?:{_BRACKET}|, {_DAY}{_BRACKET}?){_DASH}"
)
_LEADING_DATE = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December) \d{1,2}, \d{4}\s+(?!By |Updated|Published)(?=[A-Z“‘\"'][\w’']*,?(?: [\w’',-]+){3})"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_BULLET = re.compile(r"^\s*[•▪●‣◦*·-]\s+\S")


@cache
def _furniture() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Kind, reason and pattern of every row of the lexicon's furniture."""
    return tuple((r["kind"], r["reason"], re.compile(r["pattern"], re.IGNORECASE)) for r in load("furniture"))


# ---------------------------------------------------------------- lines and paragraphs


def segment(document: Document) -> tuple[Segment, ...]:
    """The segments of a document: in text order, not overlapping, covering everything but white space."""
    text = document.text
    segments = list(_classify(text, list(_paragraphs(text))))
    segments = _cut_tail(text, segments)
    segments = _mark_headline(document, segments)
    segments = _mark_bylines(text, _drop_repeats(text, segments))
    return tuple(part for s in segments for part in _split(text, s))


def _paragraphs(text: str) -> Iterator[Span]:
    """Lines, or runs of lines where the text is hard-wrapped, trimmed."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\r\n\u2028\u2029\v\f]+", text)]
    wrapped = _is_wrapped(text, lines)
    current: Span | None = None
    for line in lines:
        span = _trim(text, line)
        if span is None:
            continue
        if current is not None and wrapped and _goes_on(text, current, span):
            current = Span(current.start, span.end)
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and not text[start].strip():
        start += 1
    while end > start and not text[end - 1].strip():
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Whether long lines mostly break in mid-sentence at about one width."""
    long = [line.of(text).rstrip() for line in lines if line.end - line.start >= 50]
    if len(long) < 4 or max(map(len, long)) > 100:
        return False
    return sum(not _SENTENCE_END.search(line) for line in long) > len(long) / 2


def _goes_on(text: str, current: Span, line: Span) -> bool:
    """Whether a hard-wrapped line continues the paragraph before it."""
    between = text[current.end : line.start]
    last = current.end - max(current.start, text.rfind("\n", current.start, current.end) + 1)
    return between.count("\n") == 1 and last >= 50 and not _BULLET.match(line.of(text))


# ---------------------------------------------------------------- kinds


def _classify(text: str, paragraphs: list[Span]) -> Iterator[Segment]:
    for n, span in enumerate(paragraphs):
        line = " ".join(span.of(text).split())
        kind, reason = _kind(line, n)
        yield Segment(span, kind, reason)


def _kind(line: str, number: int) -> tuple[SegmentKind, str]:
    """The kind of one paragraph by its own form."""
    bare = line.strip("•▪●‣◦*·|-–— ").strip()
    if not any(c.isalnum() for c in bare):
        return SegmentKind.BOILERPLATE, "ornament"
    for kind, reason, pattern in _furniture():
        if kind == "tail" or not pattern.fullmatch(bare) or (kind == "notice" and _is_prose(bare)):
            continue
        return (SegmentKind.CREDITS if kind == "credits" else SegmentKind.BOILERPLATE), reason
    if len(bare) < 120 and _BYLINE.fullmatch(bare) and not _SENTENCE_END.search(bare):
        return SegmentKind.BYLINE, "byline"
    if len(bare) < 80 and _AGENCY_CREDIT.match(bare) and not _SENTENCE_END.search(bare):
        return SegmentKind.CREDITS, "photo credit"
    if len(bare) < 110 and find_publication(bare) and not _is_prose(bare) and not _LEADING_DATE.match(bare):
        return SegmentKind.DATELINE, "date line"
    if len(line) < 600 and (_CAPTION_MARK.match(line) or _ends_in_credit(line)):
        return SegmentKind.CAPTION, ""
    return SegmentKind.BODY, ""


def _ends_in_credit(line: str) -> bool:
    """ "… on Monday. ANN LEE/Harbour Pictures": a credit right behind a full sentence."""
    return _CREDIT_TAIL.search(line) is not None


def _is_prose(line: str) -> bool:
    """A sentence of a story rather than a notice: long, with a reporting verb or a quotation in it."""
    return bool(re.search(r"\b(?:said|told|says|added|announced|according to)\b|[“\"]\w", line)) and len(line) > 60


_STORY = 350  # characters of body text after which a heading such as "Related" surely ends a story


def _cut_tail(text: str, segments: list[Segment]) -> list[Segment]:
    """Everything behind a heading such as "Related stories" is furniture, if enough of a story stands before it."""
    lines = [s.span.of(text) for s in segments]
    read_on = [*accumulate(map(_reads_on, lines), initial=0)]  # how many of the lines before each one
    teasers = _last_teasers(lines)
    seen = 0
    for n, s in enumerate(segments):
        if seen and _is_heading(lines[n]):
            before, after = read_on[n], read_on[-1] - read_on[n + 1]
            if (after == 0) if seen <= _STORY else (after < max(3, before) or n < teasers):
                tail = [
                    replace(x, kind=SegmentKind.BOILERPLATE, reason="other stories") if x.kind in CONTENT else x
                    for x in segments[n:]
                ]
                return [*segments[:n], *tail]
        if s.kind is SegmentKind.BODY:
            seen += s.span.end - s.span.start
    return [
        replace(s, kind=SegmentKind.BOILERPLATE, reason="teaser")
        if s.kind is SegmentKind.BODY and _is_heading(line)
        else s
        for s, line in zip(segments, lines, strict=True)
    ]


def _is_heading(line: str) -> bool:
    """ "Related stories", "More on this": short, no sentence."""
    line = " ".join(line.split()).strip("•*·|-–— ")
    line = line.rstrip(" :>»…")
    return (
        len(line) < 100
        and not _SENTENCE_END.search(line)
        and any(kind == "tail" and pattern.fullmatch(line) for kind, _, pattern in _furniture())
    )


def _reads_on(line: str) -> bool:
    return len(line) > 120 and bool(_SENTENCE_END.search(line.strip()))


def _last_teasers(lines: Sequence[str]) -> int:
    """The place of the last line but one that is a bullet, or that breaks off in mid-sentence; -1 if no two are."""
    bullets = [n for n, line in enumerate(lines) if _BULLET.match(line)]
    broken = [n for n, line in enumerate(lines) if len(line) > 120 and not _SENTENCE_END.search(line)]
    return max(found[-2] if len(found) > 1 else -1 for found in (bullets, broken))


def _mark_headline(document: Document, segments: list[Segment]) -> list[Segment]:
    """The first content line is the headline, unless it is a paragraph of the story."""
    out = list(segments)
    text = document.text
    for n, s in enumerate(out):
        if s.kind in {SegmentKind.DATELINE, SegmentKind.BYLINE, SegmentKind.BOILERPLATE, SegmentKind.CREDITS}:
            continue
        line = s.span.of(text)
        if (
            s.kind is SegmentKind.BODY
            and len(line) <= 200
            and not line.rstrip().endswith(".")
            and not _DATELINE.match(line)
        ):
            out[n] = replace(s, kind=SegmentKind.HEADLINE)
        break
    return out


def _mark_bylines(text: str, segments: list[Segment]) -> list[Segment]:
    """A line that only names somebody whom a byline or a credit names is a byline too."""
    authors = set(credited(text, segments))
    return [
        replace(s, kind=SegmentKind.BYLINE, reason="byline") if s.kind in CONTENT and s.span.of(text) in authors else s
        for s in segments
    ]


def _drop_repeats(text: str, segments: list[Segment]) -> list[Segment]:
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


def _split(text: str, s: Segment) -> Iterator[Segment]:
    """A dateline before a paragraph and a credit behind a caption are segments of their own."""
    line = s.span.of(text)
    if s.kind is SegmentKind.CAPTION:
        credit = _CREDIT_TAIL.search(line)
        caption = _trim(text, Span(s.span.start, s.span.start + credit.start())) if credit else None
        if caption is not None and credit is not None:
            yield replace(s, span=caption)
            yield Segment(Span(s.span.start + credit.start(), s.span.end), SegmentKind.CREDITS, "photo credit")
            return
    lead = (_DATELINE.match(line) or _LEADING_DATE.match(line)) if s.kind is SegmentKind.BODY else None
    dateline = _trim(text, Span(s.span.start, s.span.start + lead.end())) if lead else None
    if lead is None or dateline is None or len(line) - lead.end() < 20:
        yield s
        return
    yield Segment(dateline, SegmentKind.DATELINE, "dateline")
    yield replace(s, span=Span(s.span.start + lead.end(), s.span.end))


# ---------------------------------------------------------------- what others read off


def masked(text: str, segments: Sequence[Segment]) -> str:
    """The text with everything that is not content blanked out; offsets stay.

    >>> body = Segment(Span(3, 5), SegmentKind.BODY)
    >>> masked("ad\\nok", [body])
    '  \\nok'
    """
    out = [c if c in "\r\n" else " " for c in text]
    for s in segments:
        if s.kind in CONTENT:
            out[s.span.start : s.span.end] = text[s.span.start : s.span.end]
    return "".join(out)


def publication_lines(document: Document, segments: Sequence[Segment]) -> list[str]:
    """The lines that may state the day of publication: date lines, bylines, then the first few lines."""
    stated = [s for s in segments if s.kind in {SegmentKind.DATELINE, SegmentKind.BYLINE, SegmentKind.CREDITS}]
    first = [s for s in segments[:4] if s not in stated and s.span.end - s.span.start < 160]
    head = stated + first
    return [" ".join(s.span.of(document.text).split()) for s in head]


_CREDIT_NAMES = re.compile(rf"(?:[Bb]y|BY|[Ff]rom)\s+(?P<names>{_NAMES})")


def credited(text: str, segments: Sequence[Segment]) -> tuple[str, ...]:
    """The people whom bylines and credits name, in order."""
    out: dict[str, None] = {}
    for s in segments:
        line = " ".join(s.span.of(text).split())
        if s.kind in {SegmentKind.BYLINE, SegmentKind.CREDITS}:
            for match in _CREDIT_NAMES.finditer(line):
                for name in re.split(r", and |, | and | & ", match["names"]):
                    if " " in name:
                        out.setdefault(name.strip(" ."))
    return tuple(out)
