"""HTML page → the page without its furniture: menus, lists of links, boxes about other stories, forms, comments.

What an element is shows in its tag, in the words of its class and in how much of it is links. Nothing goes that holds
the headline or a good part of the page's prose, whatever its class says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_TAGS = frozenset("nav aside footer form button dialog select label menu template noscript".split())
_ROLES = frozenset("navigation banner contentinfo complementary search dialog alert status".split())
_WORDS = frozenset(
    """ad ads advert adverts advertisement advertising adslot alsoread banner breadcrumb breadcrumbs comment comments
    consent cookie cookies copyright crumbs discussion disqus donate donation follow gdpr login menu mostread nav navbar
    navigation newsletter newsletters outbrain pagination player popular popup poll privacy promo promos promoted
    promotion pullquote recirc recirculation recommendation recommendations recommended related relatedposts share
    sharebar sharedaddy sharing shop sidebar signup sitemap skip social sponsor sponsored subscribe subscription taboola
    taglist tags teaser teasers ticker toolbar topics trending upsell weather""".split()
)
"""Words of classes, ids and test names that mark furniture, and hardly anything else."""

_PAIRS = frozenset(
    """also-read app-strip at-a-glance before-you bottom-line call-out editors-picks inline-sub latest-news live-badge
    more-from more-on more-stories most-popular most-read most-viewed most-watched mobile-app news-letter next-story
    pull-quote pullout-quote read-also read-more read-next related-replace sc-quote see-also sign-in sign-up site-footer
    site-header skip-link sr-only screen-reader story-footer up-next visually-hidden you-may""".split()
)
"""Words that do so in this order."""

_NAMED = ("class", "id", "data-component", "data-testid", "data-qa", "itemprop")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LEAST_PROSE = 80  # characters of a stretch of text that is no link: prose, not a label
_GREAT_PART = 0.25  # of the prose of the page: an element with more is the story, or holds it
_BLOCKS = frozenset("ul ol div td section table tr dl p li h2 h3 h4 h5 h6 center span font blockquote".split())
_LONGEST_LINK = 200  # characters


@dataclass(slots=True)
class _Content:
    """What an element holds, its descendants included."""

    text: int = 0  # characters
    links: int = 0  # characters of links
    many: int = 0  # links
    prose: int = 0  # characters of long stretches outside of links
    title: bool = False  # the headline of the page

    def add(self, other: "_Content") -> None:
        """Take over what a child holds."""
        self.text += other.text
        self.links += other.links
        self.many += other.many
        self.prose += other.prose
        self.title |= other.title

    def tell(self, text: str | None) -> None:
        """Take over a stretch of text of its own."""
        size = len(text.strip()) if text else 0
        self.text += size
        if size >= _LEAST_PROSE:
            self.prose += size


def prune(tree: Any) -> None:
    """Remove the furniture of a page (an lxml tree), in place.

    >>> import lxml.html
    >>> page = lxml.html.fromstring("<div><h1>Quay rebuilt</h1><div class='most-read'><p>Cat found</p></div></div>")
    >>> prune(page); page.text_content()
    'Quay rebuilt'
    """
    held = _contents(tree)
    enough = max(_GREAT_PART * held[tree].prose, _LEAST_PROSE)
    titles = list(tree.iter("h1"))
    gone = {e for e in _above(titles[0]) if held[e].prose <= enough} if len(titles) == 1 else set()
    for element in tree.iter():
        inside = element.getparent() in gone
        if inside or (element is not tree and _is_furniture(element, held[element], enough)):
            gone.add(element)
    for element in gone:
        if element.getparent() is not None and element.getparent() not in gone:
            element.drop_tree()


def _above(title: Any) -> Iterator[Any]:
    """What stands wholly before the headline: names of sections, slogans, dates of the day."""
    for element in (title, *title.iterancestors()):
        if element.tag in ("body", "html"):
            return
        yield from element.itersiblings(preceding=True)


def _contents(tree: Any) -> dict[Any, _Content]:
    """What every element holds, from the leaves up."""
    held: dict[Any, _Content] = {}
    for element in reversed(list(tree.iter())):
        content = _Content(title=element.tag == "h1")
        if isinstance(element.tag, str) and element.tag not in ("script", "style"):
            content.tell(element.text)
            for child in element:
                content.add(held[child])
                content.tell(child.tail)
            if element.tag == "a" and element.get("href"):
                content.links, content.many, content.prose = content.text, 1, 0
        held[element] = content
    return held


def _is_furniture(element: Any, content: _Content, enough: float) -> bool:
    if (
        not isinstance(element.tag, str)
        or content.title
        or content.prose > enough
        or element.tag in ("html", "body", "head", "figure", "figcaption")
    ):
        return False
    if element.tag in _TAGS or element.get("role") in _ROLES or element.tag.startswith("amp-ad"):
        return True
    if element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    return _is_called_furniture(element) or _is_links(element, content)


def _is_called_furniture(element: Any) -> bool:
    """Whether one of its names says that an element is furniture."""
    for name in (n for key in _NAMED for n in (element.get(key) or "").split()):
        words = [w.lower() for w in _WORD.findall(name)]
        if not _WORDS.isdisjoint(words) or any("-".join(pair) in _PAIRS for pair in pairwise(words)):
            return True
    return False


def _is_links(element: Any, content: _Content) -> bool:
    """A list of links, or a line that is one link: to other pages, not to the authors of this one."""
    if element.tag not in _BLOCKS or not content.many or content.prose or element.xpath(".//a[@rel='author']"):
        return False
    if content.many == 1:
        return content.links == content.text <= _LONGEST_LINK and element.tag != "span"
    sentence = element.tag == "p" and element.text_content().strip().endswith((".", "”", '"'))
    return not sentence and content.links > 0.6 * content.text
