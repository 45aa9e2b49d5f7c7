"""What `make bench` prints: start-up of the commands and speed of the pipeline, best of several runs."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ARTICLES = Path(__file__).resolve().parent.parent / "examples/articles"
KG = [sys.executable, "-m", "kg"]


def seconds(command: list[str], *, runs: int = 5) -> float:
    """Least wall-clock seconds of a command."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    words = sum(len(p.read_text(encoding="utf-8").split()) for p in ARTICLES.glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        build = seconds([*KG, "build", str(ARTICLES), "--store", store, "--quiet"], runs=1)
        print(f"kg build, {words} words, start included    {build:6.2f} s")
        print(f"kg --help                                {seconds([*KG, '--help']):8.3f} s   (budget 0.3)")
        query = [*KG, "query", "who-holds-which-role", "--store", store]
        print(f"kg query on a small store                {seconds(query):8.3f} s   (budget 0.6)")
        turtle = str(Path(folder) / "graph.ttl")
        print(
            f"kg export to Turtle                      {seconds([*KG, 'export', '--store', store, '--output', turtle]):8.3f} s"
        )
    from kg.model import Document
    from kg.nlp.pipeline import annotate, load
    from kg.segment import segment

    documents = [Document(p.name, p.read_text(encoding="utf-8")) for p in sorted(ARTICLES.glob("*.txt"))] * 5
    nlp = load()
    start = time.process_time()
    for _ in annotate(nlp, [(d, segment(d)) for d in documents]):
        pass
    print(
        f"language pipeline                        {5 * words / (time.process_time() - start):8.0f} words per CPU second"
    )


if __name__ == "__main__":
    main()
