"""HTML → Document: the article of a page, with what its metadata states.

`Document.text` is the headline, the extracted text (trafilatura, on the page without its furniture) and the captions,
not the page source.
"""

import re
from collections.abc import Iterator
from typing import Any

from kg.model import Document
from kg.read.captions import take_captions
from kg.read.lines import lines, plain
from kg.read.pruning import prune
from kg.read.published import published


def read_html(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """The one article of a page."""
    import trafilatura

    tree = trafilatura.load_html(text)
    about = trafilatura.extract_metadata(text, extensive=False)
    if tree is None:
        yield source, "no article found in this page"
        return
    title = _headline(tree, about.title if about else None)
    day = published(tree, title)
    captions = [f"Caption: {caption}" for caption in take_captions(tree)]
    prune(tree)
    _join_posts(tree)
    body = trafilatura.extract(tree, include_comments=False, include_tables=False)
    if not body:
        yield source, "no article found in this page"
        return
    if title and title not in body[: 2 * len(title)]:
        body = f"{title}\n\n{body}"
    yield Document(
        source=source,
        text="\n\n".join([body, *captions]),
        headline=title,
        published=day,
        publisher=about.sitename if about else None,
        authors=tuple(a.strip() for a in about.author.split(";")) if about and about.author else (),
    )


_TITLE_PARTS = re.compile(r"\s+[-–—|:»]+\s+|:\s+")


def _headline(tree: Any, title: str | None) -> str | None:
    """The headline of a page: its title, or the part of it that stands in the page as a line of its own."""
    whole = plain(tree.findtext(".//title") or "")
    parts = sorted(_TITLE_PARTS.split(whole), key=len, reverse=True)
    wanted = [plain(title or ""), whole, *(p for p in parts if len(p) > 15)]
    body = tree.find("body")
    found = set(lines(tree if body is None else body))
    return next((t for t in wanted if t and t in found), title)


def _join_posts(tree: Any) -> None:
    """The posts of a live page, each an `article` beside the others, are parts of one story.

    Their classes go, since text extraction would take the first "post body" for the whole story.
    """
    posts = [a for a in tree.iter("article") if not a.xpath("ancestor::article")]
    if len(posts) > 1 and len({a.getparent() for a in posts}) == 1:
        posts[0].getparent().tag = "article"
        for post in posts:
            post.tag = "div"
            for element in post.iter("*"):
                element.attrib.pop("class", None)
