"""A writer to be killed: for every number on standard input it forks a process that builds, and says how that ended.

A build does what `kg build` does to a store, with articles and triples that are made up: it keeps every article,
says so, and puts the new graph in the place of the old one.
"""

import os
import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.analyses import Analyses, Stamp
from kg.model import Article, Document
from kg.store import ARTICLES, open_store

STAMP = Stamp("made up", "1")
EACH = 4  # articles a build
_ABOUT, _TYPE = NamedNode("http://x/number"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def article(number: int) -> Article:
    """A made-up article without facts."""
    document = Document(f"article-{number}.txt", f"This is the text of article {number}.\n" * 20)
    return Article(document, (), None, None, (), (), (), (), (), (), ())


def graph(build: int) -> set[Triple]:
    """The graph after a build."""
    things = [NamedNode(f"http://x/{build}/{n}") for n in range(300)]
    return {Triple(t, _ABOUT, Literal(n)) for n, t in enumerate(things)} | {
        Triple(t, _TYPE, NamedNode("https://schema.org/NewsArticle")) for t in things[:3]
    }


def build(folder: Path, number: int) -> None:
    """One build; a line on standard output for whatever is done."""
    with open_store(folder) as store:
        store.check_articles()
        analyses = Analyses(folder / ARTICLES, STAMP)
        for n in range(number * EACH, (number + 1) * EACH):
            analyses.put(article(n))
            os.write(1, f"article {n}\n".encode())
        store.replace(graph(number))
        os.write(1, f"graph {number}\n".encode())


def main(folder: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.write(1, f"start {os.getpid()}\n".encode())
            build(folder, int(line))
            os._exit(0)
        os.write(1, f"end {os.waitpid(child, 0)[1]}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
