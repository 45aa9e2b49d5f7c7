"""Paragraph → kind, by its own form: a line of initials, a credit, a city before a dash, a row of the lexicon."""

import re
from functools import cache

from kg.dates import find_publication
from kg.lexicon import load
from kg.model import SegmentKind
from kg.segment.paragraphs import BULLET, SENTENCE_END

_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:de|del|della|van|von|der|bin|al|el|da|di|la|le|ter|ten|du|dos))*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}"
NAMES = rf"{_NAME}(?:(?:, | and |, and | & ){_NAME})*"
_AGENCY = r"(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,3})"
_AGENCY_CREDIT = re.compile(rf"^(?:{_NAME}|[A-Z .'-]{{4,40}})(?:\s*[/|]\s*| [—–-] | via ){_AGENCY}(?:/[A-Z][\w. ]*)?$")
_BYLINE = re.compile(rf"(?i:by|from|words by|story by|report by)\s+(?P<names>{NAMES})(?:[,|·]? .{{0,60}})?")
_PHOTO = r"(?i:file (?:photo|picture|image|pic)|photo|image|picture|caption|pictured|photograph|credit|looking back)"
CREDIT_TAIL = re.compile(
    rf"(?<=[.!?…\"”)]\s)(?:(?:{_NAME}|[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{{3,40}})/{_AGENCY}(?:/[A-Z][\w. -]*)?\.?"
    r"|(?:AP|AFP|REUTERS|EPA|Reuters|Getty Images|AP Photo)(?:/[A-Z][\w .'’-]+)?\.?"
    rf"|{_PHOTO}\s*:\s*[^.!?]{{2,60}}\.?)$|\({_PHOTO}[^()]{{0,60}}\)\W*$"
    rf"|\|\s*{_PHOTO}(?i: credit)?\s*:\s*[^|]{{2,60}}$"
)
MARKED_CREDIT_TAIL = re.compile(
    rf"{CREDIT_TAIL.pattern}|(?i:\((?:supplied|source|courtesy)\b[^()]{{0,60}}\)\W*$"
    r"|(?<=\s)(?:\w+ )?(?:photo(?:graph)?s?|pictures?|images?|courtesy|credit)(?: (?:by|of)|:)\s[^.!?]{2,60}\.?$)"
)
"""Credits behind a caption that is marked as one, where a credit needs no full stop before it."""
CAPTION_MARK = re.compile(rf"^{_PHOTO}\s*[:-]\s*\S")
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ -][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}"
_DASH = r"\s*(?:[-–—_:]{1,2}|--)\s(?=\S)"
_DAY = (
    r"(?:[A-Z][a-z]{2,5}day,? )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
)
_PLACE = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}"
_BRACKET = r"(?:,? ?(?:\([A-Z0-9][\w ,.&/-]{1,40}\)|/[A-Z][\w -]{2,30}/))"  # an agency or a date
DATELINE = re.compile(
    rf"^{_CAPITALS}(?:/{_CAPITALS})?(?:, {_PLACE})?(?:(?:,| [-–—|])? {_DAY})?{_BRACKET}?{_DASH}"
    rf"|^{_PLACE}(?:/{_PLACE})?(?:, {_PLACE})?(?:{_BRACKET}|(?:,| [-–—|]) {_DAY}{_BRACKET}?){_DASH}"
)
PLACE_BEFORE_DASH = re.compile(rf"^{_PLACE}(?:, {_PLACE})? [—–] (?=[A-ZÀ-Þ“\"])")
"""A dateline without an agency, which only the first paragraph of a story has."""
LEADING_DATE = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, )?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December) \d{1,2}, \d{4}\s+(?!By |Updated|Published)(?=[A-Z“‘\"'][\w’']*,?(?: [\w’',-]+){3})"
)


@cache
def _furniture() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Kind, reason and pattern of every row of the lexicon's furniture."""
    return tuple((r["kind"], r["reason"], re.compile(r["pattern"], re.IGNORECASE)) for r in load("furniture"))


def kind_of(line: str) -> tuple[SegmentKind, str]:
    """The kind of one paragraph by its own form, and why it is skipped.

    >>> kind_of("(Reporting by Ann Lee)")
    (<SegmentKind.CREDITS: 'credits'>, 'credits')
    """
    bare = line.strip("•▪●‣◦*·|-–— ").strip()
    if not any(c.isalnum() for c in bare):
        return SegmentKind.BOILERPLATE, "ornament"
    if not any(c.isalpha() for c in bare) and find_publication(bare):
        return SegmentKind.DATELINE, "date line"
    for kind, reason, pattern in _furniture():
        if kind == "tail" or not pattern.fullmatch(bare) or (kind == "notice" and _is_prose(bare)):
            continue
        return (SegmentKind.CREDITS if kind == "credits" else SegmentKind.BOILERPLATE), reason
    if len(bare) < 120 and _BYLINE.fullmatch(bare) and not SENTENCE_END.search(bare):
        return SegmentKind.BYLINE, "byline"
    if len(bare) < 80 and _AGENCY_CREDIT.match(bare) and not SENTENCE_END.search(bare):
        return SegmentKind.CREDITS, "photo credit"
    if len(bare) < 110 and find_publication(bare) and not (_is_prose(bare) or _is_lead(bare)):
        return SegmentKind.DATELINE, "date line"
    if len(bare) < 80 and (dateline := DATELINE.match(f"{line} X")) and dateline.end() > len(line):
        return SegmentKind.DATELINE, "dateline"
    if len(line) < 600 and (CAPTION_MARK.match(line) or CREDIT_TAIL.search(line)):
        return SegmentKind.CAPTION, ""
    return SegmentKind.BODY, ""


def _is_prose(line: str) -> bool:
    """A sentence of a story rather than a notice: long, with a reporting verb or a quotation in it."""
    return bool(re.search(r"\b(?:said|told|says|added|announced|according to)\b|[“\"]\w", line)) and len(line) > 60


def _is_lead(line: str) -> bool:
    """A sentence of a story behind a dateline or a date, which tells no other date of publication.

    >>> _is_lead("LIMA, 12 May 2021 — The mayor resigned over a bridge."), _is_lead("LIMA — 12 May 2021. Updated 14 May 2021.")
    (True, False)
    """
    if LEADING_DATE.match(line):
        return True
    dateline = DATELINE.match(line)
    told = line[dateline.end() :] if dateline else ""
    return len(told.split()) > 2 and SENTENCE_END.search(told) is not None and not find_publication(told)


def heading(line: str) -> str | None:
    """Why everything behind a heading such as "Related stories" is skipped; None if the line is no such heading.

    >>> heading("Related stories"), heading("Rent to be frozen")
    ('other stories', None)
    """
    line = " ".join(line.split()).strip("•*·|-–— ")
    line = line.rstrip(" :>»…")
    if len(line) >= 100 or SENTENCE_END.search(line):
        return None
    return next((reason for kind, reason, pattern in _furniture() if kind == "tail" and pattern.fullmatch(line)), None)


def is_name(line: str) -> bool:
    """Whether a line looks like the full name of a person, or like several.

    >>> is_name("Ann van Holm"), is_name("Opinion"), is_name("Ann Lee and Bo Holm")
    (True, False, True)
    """
    return bool(re.fullmatch(NAMES, line)) and all(
        1 < len(name.split()) < 5 for name in re.split(r", and |, | and | & ", line)
    )


def is_label(line: str, longest: int = 60) -> bool:
    """A short line that is no sentence: a heading, a button, a name, the title of another story."""
    line = line.rstrip("◆■●□▪ ")
    sentence = SENTENCE_END.search(line) or re.search(r"[.!?] [A-Z]", line)
    return len(line) <= longest and not sentence and not line.endswith(":") and not BULLET.match(line)


def is_paragraph(line: str) -> bool:
    """A line of a story: one sentence or more."""
    return len(line) >= 40 and bool(SENTENCE_END.search(line)) and not BULLET.match(line)
