"""Network → HTML: one file that loads nothing.

Every word of an article goes into a block of data, which the script of the page reads and shows as text. What
the page may run or load is said by hash in its policy, so that nothing else in it could run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass

from jinja2 import Environment, FileSystemLoader, Template

from kg.resources import resource_path
from kg.store import Store
from kg.view.layout import places
from kg.view.network import Network, network

MOST = 2000
_SCRIPTS = ("vendor/graphology.umd.min.js", "vendor/sigma.min.js", "view.js")


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, and what it may do."""

    html: str
    policy: str


def view(store: Store, *, most: int = MOST) -> str:
    """The page of a graph, as a file."""
    return written(network(store, most), pages=False).html


def written(net: Network, *, pages: bool) -> Page:
    """The page of a network; with `pages` it links to the pages of things on the same server."""
    at = places(len(net.things), [(t.start, t.end) for t in net.ties])
    data = {
        "things": [
            {**asdict(thing), "x": round(float(x), 4), "y": round(float(y), 4)}
            for thing, (x, y) in zip(net.things, at, strict=True)
        ],
        "ties": [asdict(t) for t in net.ties],
        "facts": [asdict(f) for f in net.facts],
        "pages": pages,
    }
    scripts = [_web(name) for name in _SCRIPTS]
    style = _web("view.css")
    allowed = _policy(scripts, [style])
    html = template("view.html").render(
        policy=allowed, scripts=scripts, style=style, data=embedded(data), net=net, pages=pages
    )
    return Page(html, allowed)


def template(name: str) -> Template:
    """A template in which every text that is filled in is escaped."""
    return Environment(loader=FileSystemLoader(resource_path("web", "templates")), autoescape=True).get_template(name)


def _policy(scripts: list[str], styles: list[str]) -> str:
    """What the page may do: run and wear what is in it, and nothing else."""
    run, wear = (" ".join(f"'sha256-{_digest(text)}'" for text in texts) for texts in (scripts, styles))
    return f"default-src 'none'; script-src {run}; style-src {wear}; base-uri 'none'; form-action 'none'"


def embedded(data: object) -> str:
    """JSON that cannot end the block that it stands in.

    >>> embedded("</script>")
    '"\\\\u003c/script>"'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _web(name: str) -> str:
    return resource_path("web", "static", *name.split("/")).read_text(encoding="utf-8")
