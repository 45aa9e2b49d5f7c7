"""What `make bench-store` prints: the embedded store against rdflib, on a graph of about a million triples.

Every bundled query runs in the store on disk, in the store in memory, where rdflib has its graph too, and in rdflib.
The ratio is that of the two in memory. CPU seconds behind a run that warms up, so that other programs on the machine do not count; a query is
given up in rdflib once it has taken so many times as long that its ratio needs no more to be known.
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
from kg.store import EmbeddedStore, MemoryStore, open_store

ARTICLES = 2150
_ANY = {"date": "2021-05-01", "string": "made up", "integer": "1", "iri": "https://example.org/"}
ENOUGH = 30  # times as long as the store in memory: then rdflib is given up


def seconds(work: Callable[[], object], *, warm: bool = False, least: float = 0.0) -> float:
    """CPU seconds of some work: the mean of as many runs as take a least time, perhaps behind one that warms up."""
    if warm:
        work()
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


def patiently(work: Callable[[], object], patience: float) -> tuple[float, str]:
    """CPU seconds of some work, and ">" where it was given up."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience, 0.5)  # again: rdflib may swallow an error
    try:
        return seconds(work, warm=True), " "
    except TimeoutError:
        return patience / 2, ">"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def compare(disk: EmbeddedStore, memory: MemoryStore, other: Graph) -> None:
    """A line a query: the seconds of each, and the ratio of those in memory."""
    ratios, on_disk, known = [], [], values(disk)
    print(f"rdflib is given up (>) after {ENOUGH} times as long as the store in memory, at least a second")
    print(f"{'query':40} {'disk':>9} {'memory':>9} {'rdflib':>9} {'ratio':>7}   (ms)")
    for query in catalogue():
        params = required(query, known)
        stored, ours = (seconds(partial(run, query.name, params, s), warm=True, least=0.1) for s in (disk, memory))
        theirs, mark = patiently(partial(_rows, other, bind(query, params)), 2 * max(1.0, ENOUGH * ours))
        ratios.append(theirs / ours)
        on_disk.append(theirs / stored)
        print(
            f"{query.name:40} {1e3 * stored:9.1f} {1e3 * ours:9.1f} {mark}{1e3 * theirs:8.0f} {ratios[-1]:7.0f}",
            flush=True,
        )
    print(
        f"median ratio {statistics.median(ratios):.0f} (aim 20), least {min(ratios):.1f}; on disk {statistics.median(on_disk):.0f}"
    )


def _rows(graph: Graph, text: str) -> int:
    return len(list(graph.query(text)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        triples = graph(ARTICLES)
        print(f"{len(triples):,} triples made in {time.process_time() - start:.1f} s")
        with open_store(Path(folder) / "store") as store:
            print(f"into the store {seconds(lambda: store.replace(triples)):.1f} s", flush=True)
            other = Graph()
            data = ntriples(triples)
            print(f"into rdflib {seconds(lambda: other.parse(data=data, format='nt')):.1f} s", flush=True)
            person = next(iter(run("who-holds-which-role", {}, store)))["personLabel"]
            memory = MemoryStore()
            memory.replace(triples)
            compare(store, memory, other)
            ours = seconds(lambda: turtle(memory.triples()))
            theirs, mark = patiently(lambda: other.serialize(format="turtle"), 2 * 12 * ours)
            print(f"Turtle {ours:.1f} s, rdflib {mark}{theirs:.1f} s: ratio {theirs / ours:.0f} (aim 10)")
        asked = ["query", "person-roles", "--param", f"person={person}", "--store", str(Path(folder) / "store")]
        wall, cpu = cold_start([sys.executable, "-m", "kg", *asked])
        print(f"kg query, start included {wall:.2f} s by the clock, {cpu:.2f} s of CPU (aim 0.6)")


if __name__ == "__main__":
    main()
