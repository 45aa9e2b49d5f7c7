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
    _settle_articles(tree)
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


_LONGEST_TEASER = 400  # characters
_PARAGRAPHS = ".//p[string-length(normalize-space()) > 60]"
_TITLE_PARTS = re.compile(r"\s+[-–—|:»]+\s+|:\s+")


def _headline(tree: Any, title: str | None) -> str | None:
    """The headline of a page: its title, or the part of it that stands in the page as a line of its own."""
    whole = plain(tree.findtext(".//title") or "")
    parts = sorted(_TITLE_PARTS.split(whole), key=len, reverse=True)
    wanted = [plain(title or ""), whole, *(p for p in parts if len(p) > 15)]
    body = tree.find("body")
    found = set(lines(tree if body is None else body))
    return next((t for t in wanted if t and t in found), title)


def _settle_articles(tree: Any) -> None:
    """Make one story of a page of several `article`s: text extraction would take the first of them for the whole.

    Where they hold little of the prose they are teasers, and go. Where they stand beside each other they are the posts
    of a live page; their classes go, since a "post body" would be taken for the whole too.
    """
    posts = [a for a in tree.iter("article") if not a.xpath("ancestor::article")]
    told = sum(len(a.xpath(_PARAGRAPHS)) for a in posts)
    if 2 * told <= len(tree.xpath(_PARAGRAPHS)):
        for post in posts:
            if not post.xpath(".//h1") and len(plain(post.text_content())) <= _LONGEST_TEASER:
                post.drop_tree()
    elif len({a.getparent() for a in posts}) == 1 < len(posts):
        posts[0].getparent().tag = "article"
        for post in posts:
            post.tag = "div"
            for element in post.iter("*"):
                element.attrib.pop("class", None)
