"""HTML → the captions of its pictures, which text extraction leaves out with the pictures."""

import re
from collections.abc import Iterator
from typing import Any

LONGEST = 400  # characters; a longer "caption" is a text of its own
_SHORTEST = 12
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CAPTION = frozenset("caption captions cutline cap figcaption".split())
_CREDIT = frozenset(
    "author byline copyright count counter credit credits hidden label licence license photographer source src".split()
)
_PICTURE = ".//img | .//picture | .//amp-img | .//video"
_CELL = "//td[.//img][not(.//p or .//table or .//a or .//li)]"
_LABEL = re.compile(r"^(?:image|photo|picture) (?:caption|credit)\b[,:]? ", re.IGNORECASE)  # for screen readers
_ELSEWHERE = "ancestor::aside | ancestor::nav | ancestor::footer | ancestor::header[not(ancestor::article)]"


def take_captions(page: Any) -> Iterator[str]:
    """The captions of the pictures of a page (an lxml tree), outside its side columns, each once and in page order.

    Credits and labels with a class of their own are left out. The captions are taken out of the page.

    >>> import lxml.html
    >>> page = lxml.html.fromstring("<article><figure><img><figcaption>The quay in Oslo.</figcaption></figure></article>")
    >>> list(take_captions(page)), page.text_content()
    (['The quay in Oslo.'], '')
    """
    seen: set[str] = set()
    for node in [n for n in page.iter() if _is_caption(n)] + page.xpath(_CELL):
        if node.getparent() is None or len(" ".join(node.itertext())) > 2 * LONGEST:
            continue
        elsewhere = node.xpath(_ELSEWHERE)
        text = _LABEL.sub("", " ".join(_words(node).split()))
        if len(text) > LONGEST:
            continue
        if len(text) >= _SHORTEST and not elsewhere and not any(text in other for other in seen):
            seen.add(text)
            yield text
        node.drop_tree()


def _is_caption(node: Any) -> bool:
    """A `figcaption`, or what is called a caption and stands beside a picture."""
    if node.tag == "figcaption":
        return True
    if not isinstance(node.tag, str) or node.tag in ("body", "main", "article", "figure"):
        return False
    names = [_names(name) for name in (node.get("class") or "").split()]
    if not any(_CAPTION & words and not _CREDIT & words for words in names):
        return False
    above = [a for a in (node, node.getparent(), node.getparent() is not None and node.getparent().getparent())
             if a is not None and a is not False]  # fmt: skip
    return any(a.tag not in ("body", "html") and a.xpath(_PICTURE) for a in above)


def _names(name: str) -> set[str]:
    return {w.lower() for w in _WORD.findall(name)}


def _words(node: Any) -> str:
    """The text of a caption without what its classes call a credit."""
    credits = [n for n in node.iterdescendants() if any(_CREDIT & _names(x) for x in (n.get("class") or "").split())]
    for credit in credits:
        credit.drop_tree()
    return " ".join(node.itertext())
