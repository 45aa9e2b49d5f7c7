"""Markdown → Document: its text without marks, addresses and lists of links, and what its front matter states."""

import re
from collections.abc import Iterator

from kg.model import Document
from kg.read.lines import lines
from kg.read.pruning import prune

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<fields>.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<name>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>\S.*)")
_SHORTEST_CAPTION = 12  # characters


def read_markdown(source: str, text: str) -> Iterator[Document | tuple[str, str]]:
    """The whole file is one article."""
    from lxml import html
    from markdown_it import MarkdownIt

    about, body = _front_matter(text)
    tree = html.fragment_fromstring(MarkdownIt("commonmark").render(body), create_parent="article")
    for picture in tree.xpath("//img[string-length(@alt) >= $least]", least=_SHORTEST_CAPTION):
        if not (picture.getparent().text_content().strip()):
            picture.tail = f"Caption: {' '.join(picture.get('alt').split())}"
    prune(tree)
    told = "\n\n".join(lines(tree))
    if not told:
        yield source, "no article found in this Markdown"
        return
    author = about.get("author") or about.get("authors")
    yield Document(
        source=source,
        text=told,
        headline=about.get("title"),
        published=about.get("date") or about.get("published"),
        publisher=about.get("publisher") or about.get("site"),
        authors=(author,) if author else (),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields between the dashes at the top of a text, and what stands below them.

    >>> _front_matter("---\\ntitle: 'Quay rebuilt'\\n---\\nThe quay")
    ({'title': 'Quay rebuilt'}, 'The quay')
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fields = (_FIELD.fullmatch(line.strip()) for line in match["fields"].splitlines())
    return {f["name"].lower(): f["value"].strip("'\"[] ") for f in fields if f}, text[match.end() :]
