"""HTML → the captions of its pictures, which text extraction leaves out with the pictures."""

import re
from collections.abc import Iterator
from typing import Any

LONGEST = 400  # characters; a longer "caption" is a text of its own
_CAPTIONS = (
    "//figcaption | //*[contains(concat(' ', normalize-space(@class), ' '), ' caption ')"
    " or contains(@class, 'caption-text') or contains(@class, 'caption__text') or contains(@class, 'photo-caption')"
    " or contains(@class, 'image-caption')]"
)
_LABEL = re.compile(r"^(?:image|photo|picture) (?:caption|credit)\b[,:]? ", re.IGNORECASE)  # for screen readers
_ELSEWHERE = "ancestor::aside | ancestor::nav | ancestor::footer | ancestor::header[not(ancestor::article)]"


def captions(page: Any) -> Iterator[str]:
    """The captions of the pictures of a page (an lxml tree), outside its side columns, each once and in page order.

    >>> import lxml.html
    >>> page = "<article><figure><img><figcaption>The quay in Oslo.</figcaption></figure></article>"
    >>> list(captions(lxml.html.fromstring(page)))
    ['The quay in Oslo.']
    """
    seen: set[str] = set()
    for node in page.xpath(_CAPTIONS):
        text = _LABEL.sub("", " ".join(" ".join(node.itertext()).split()))
        inside = any(text in other for other in seen)
        if text and len(text) <= LONGEST and not inside and not node.xpath(_ELSEWHERE):
            seen.add(text)
            yield text
