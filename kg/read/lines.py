"""HTML page → its lines: the stretches of text between the borders of blocks."""

from collections.abc import Iterator
from typing import Any

_INLINE = frozenset("a abbr b cite code del em font i ins kbd mark q s small span strong sub sup time tt u var".split())
_SILENT = frozenset("script style noscript template title head select".split())


def plain(text: str) -> str:
    """The text with runs of white space made one space.

    >>> plain(" a\\n b ")
    'a b'
    """
    return " ".join(text.split())


def lines(tree: Any) -> Iterator[str]:
    """The lines of a page (an lxml tree) in order, without scripts.

    >>> import lxml.html
    >>> list(lines(lxml.html.fromstring("<div>Oslo, <b>3 May</b><br>By <a>Ann Lee</a><p>The quay</p> stays</div>")))
    ['Oslo, 3 May', 'By Ann Lee', 'The quay', 'stays']
    """
    from lxml import etree

    line: list[str] = []
    silent: list[Any] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start" and tag in _SILENT:
            silent.append(element)
        if event in ("start", "end") and tag not in _INLINE:
            text = plain("".join(line))
            line = []
            if text:
                yield text
        if event == "end" and silent and silent[-1] is element:
            silent.pop()
        words = element.text if event == "start" else element.tail if element is not tree else None
        if words and not silent:
            line.append(words)
    text = plain("".join(line))
    if text:
        yield text
