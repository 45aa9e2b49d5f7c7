"""What `make bench-store` prints: the embedded store against rdflib, on graphs of made-up articles.

Every bundled query runs in both engines on a part of the graph, because rdflib would take hours on the whole, and in
the embedded store on the whole graph as well. CPU seconds, so that other programs on the machine do not count; an
rdflib query is given up after a while, and its ratio is then at least what is printed.
"""

import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from million import graph
from rdflib import Graph

from kg.export import ntriples, turtle
from kg.query import Query, bind, catalogue, run
from kg.store import EmbeddedStore, open_store

ARTICLES, PART = 2150, 60
_ANY = {"date": "2021-05-01", "string": "made up", "integer": "1", "iri": "https://example.org/"}
PATIENCE = 5  # seconds for a query in rdflib


def seconds(work: Callable[[], object], *, least: float = 0.0) -> float:
    """CPU seconds of some work: the mean of as many runs as take a least time."""
    start, runs = time.process_time(), 0
    while True:
        work()
        runs += 1
        passed = time.process_time() - start
        if passed > least:
            return passed / runs


def cold_start(command: list[str], *, runs: int = 5) -> tuple[float, float]:
    """Least wall-clock and CPU seconds of a command with its children."""
    walls, cpus = [], []
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(cpus)


def values(store: EmbeddedStore) -> dict[str, str]:
    """For every parameter of the bundled queries a value that occurs in the graph."""
    held = next(iter(run("who-holds-which-role", {}, store)))
    said = next(r for r in run("statements", {}, store) if "speaker" in r)
    return {
        "person": held["personLabel"],
        "organization": held["organizationLabel"],
        "role": held["roleLabel"],
        "name": held["personLabel"],
        "speaker": said["speakerLabel"],
        "fact": said["statement"],
        "words": "point 7",
        "source": said["source"],
        "place": next(r["placeLabel"] for r in run("meetings-table", {}, store) if "placeLabel" in r),
        "from": "2021-05-01",
        "until": "2021-05-31",
    }


def required(query: Query, known: dict[str, str]) -> dict[str, str]:
    """The values that a query cannot do without."""
    return {p.name: known.get(p.name, _ANY[p.type]) for p in query.params if p.required}


def patiently(work: Callable[[], object]) -> tuple[float, str]:
    """CPU seconds of some work, and ">" where it was given up."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE, 0.5)  # again: rdflib may swallow an error
    try:
        return seconds(work), " "
    except TimeoutError:
        return PATIENCE, ">"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def compare(part: EmbeddedStore, whole: EmbeddedStore, other: Graph) -> None:
    """A line a query: embedded and rdflib on the part, their ratio, embedded on the whole."""
    ratios, of_part, of_whole = [], values(part), values(whole)
    print(f"both engines on the part; rdflib is given up (>) after {PATIENCE} s, and is not asked on the whole")
    print(f"{'query':40} {'embedded':>9} {'rdflib':>9} {'ratio':>7} {'whole':>9}   (ms)")
    for query in catalogue():
        params = required(query, of_part)
        ours = seconds(partial(run, query.name, params, part), least=0.1)
        theirs, mark = patiently(partial(_rows, other, bind(query, params)))
        full = seconds(partial(run, query.name, required(query, of_whole), whole))
        ratios.append(theirs / ours)
        figures = f"{1e3 * ours:9.1f} {mark}{1e3 * theirs:8.0f} {ratios[-1]:7.0f} {1e3 * full:9.1f}"
        print(f"{query.name:40} {figures}", flush=True)
    print(f"median ratio {statistics.median(ratios):.0f} (aim 20), least {min(ratios):.1f}")


def _rows(graph: Graph, text: str) -> int:
    return len(list(graph.query(text)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        big, small = graph(ARTICLES), graph(PART)
        print(f"{len(big):,} and {len(small):,} triples made in {time.process_time() - start:.1f} s")
        with open_store(Path(folder) / "whole") as whole, open_store(Path(folder) / "part") as part:
            print(f"whole graph into the store {seconds(lambda: whole.replace(big)):19.1f} s")
            part.replace(small)
            other = Graph()
            data = ntriples(small)
            print(f"part into rdflib {seconds(lambda: other.parse(data=data, format='nt')):28.1f} s")
            ours, theirs = seconds(lambda: turtle(small), least=0.3), seconds(lambda: other.serialize(format="turtle"))
            print(f"Turtle of the part {ours:.2f} s, rdflib {theirs:.2f} s: ratio {theirs / ours:.0f} (aim 10)")
            print(f"Turtle of the whole {seconds(lambda: turtle(whole.triples())):.2f} s")
            person = next(iter(run("who-holds-which-role", {}, whole)))["personLabel"]
            compare(part, whole, other)
        asked = ["query", "person-roles", "--param", f"person={person}", "--store", str(Path(folder) / "whole")]
        wall, cpu = cold_start([sys.executable, "-m", "kg", *asked])
        print(f"kg query, start included {wall:.2f} s by the clock, {cpu:.2f} s of CPU (aim 0.6)")


if __name__ == "__main__":
    main()
