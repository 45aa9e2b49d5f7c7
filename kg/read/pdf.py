"""PDF → Document: the paragraphs of its pages, without running heads and page numbers.

A PDF knows lines, not paragraphs: a line goes on in the next one where it is as wide as most, or where the next one
begins in lower case. The day on which the file was made is no day of publication.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from kg.model import Document
from kg.read.check import LONGEST

if TYPE_CHECKING:
    from pypdf import PdfReader

MARK = b"%PDF-"
_EDGE = 2  # lines at the top and the bottom of a page in which running heads and page numbers stand
_FULL = 0.75  # of the width of the text: a line this long goes on in the next one
_NUMBER = re.compile(r"\W*(?:page )?\d{1,4}(?: (?:of|/) \d{1,4})?\W*", re.IGNORECASE)
_SCAN = "no text in this PDF: its pages are pictures (a scan); recognise the text first, e.g. `ocrmypdf IN.pdf OUT.pdf`"
_LOCKED = "this PDF is encrypted; unlock it first, e.g. `qpdf --decrypt --password=WORD IN.pdf OUT.pdf`"


def read_pdf(source: str, data: bytes) -> Iterator[Document | tuple[str, str]]:
    """The whole file is one article."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every small fault that it mends
    try:
        pages = list(_pages(PdfReader(BytesIO(data))))
    except (DependencyError, FileNotDecryptedError, NotImplementedError):
        yield source, _LOCKED
        return
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as e:
        yield source, f"a damaged PDF: {e or type(e).__name__}"
        return
    text = "\n\n".join(_paragraphs(_without_running_heads(pages)))
    if text.strip():
        yield Document(source, text)
    else:
        yield source, _SCAN


def _pages(reader: "PdfReader") -> Iterator[list[str]]:
    """The lines of every page, up to what one article may hold."""
    size = 0
    for page in reader.pages:
        text = page.extract_text()
        yield [line.strip() for line in text.splitlines()]
        size += len(text)
        if size > LONGEST:
            return


def _without_running_heads(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of the pages but those at their edges that are numbers, or that stand at the edges of others too."""
    filled = [[line for line in page if line] for page in pages]
    edges = Counter(_shape(line) for page in filled for line in {*page[:_EDGE], *page[-_EDGE:]})
    for page, lines in zip(pages, filled, strict=True):
        edge = {*lines[:_EDGE], *lines[-_EDGE:]}
        yield from (x for x in page if x not in edge or not (_NUMBER.fullmatch(x) or edges[_shape(x)] > 1))
        if len(lines) < len(page):
            yield ""


def _shape(line: str) -> str:
    """A line without its numbers, which differ from page to page."""
    return re.sub(r"\d+", "0", line)


def _paragraphs(lines: Iterator[str]) -> Iterator[str]:
    """The lines joined to paragraphs, words that a line breaks made whole.

    >>> list(_paragraphs(iter(["Quay rebuilt", "The quay of Bergen was re-", "built last year.", "It cost a lot."])))
    ['Quay rebuilt', 'The quay of Bergen was rebuilt last year.', 'It cost a lot.']
    """
    every = list(lines)
    widths = sorted(map(len, filter(None, every)))
    full = _FULL * widths[int(0.9 * len(widths))] if widths else 0
    paragraph = ""
    last = 0  # characters of the line before
    for line in every:
        goes_on = paragraph and line and (last >= full or line[0].islower())
        if paragraph and not goes_on:
            yield paragraph
        if goes_on:
            broken = re.search(r"[a-z]-$", paragraph) and line[0].islower()
            paragraph = paragraph[:-1] + line if broken else f"{paragraph} {line}"
        else:
            paragraph = line
        last = len(line)
    if paragraph:
        yield paragraph
