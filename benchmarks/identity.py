"""What `make bench-identity` prints: how well and how fast mentions of an invented world become people, bodies and places.

B-cubed (Bagga and Baldwin 1998) over all mentions but countries, which their code makes one: for each mention the
share of its cluster that is right (precision), and the share of its true mentions that the cluster holds (recall).
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from world import Gold, World

from kg.model import EntityKind
from kg.resolve import Resolution, resolve

SIZES = (5_000, 10_000, 50_000)
RUNS = 5


def b_cubed(found: Mapping[object, object], gold: Mapping[object, object]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering: item → cluster."""
    both = Counter((found[i], gold[i]) for i in gold)
    mine, theirs = Counter(found[i] for i in gold), Counter(gold.values())
    precision = sum(n * n / mine[f] for (f, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[g] for (_, g), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def clusters(resolution: Resolution) -> dict[tuple[str, int], int]:
    """(source, entity of the article) → entity of the set."""
    return {(resolution.articles[a].document.source, e): n for (a, e), n in resolution.entity_of.items()}


def line(name: str, scores: tuple[float, float, float], count: int) -> str:
    return f"  {name:14}{count:8}  precision {scores[0]:.4f}  recall {scores[1]:.4f}  F1 {scores[2]:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the invented world")
    args = parser.parse_args()
    took: dict[int, float] = {}
    for size in SIZES:
        articles, gold = World(size, args.seed).articles(size)
        kind = {(a.document.source, n): e.kind for a in articles for n, e in enumerate(a.entities)}
        runs = []
        for _ in range(RUNS):
            start = time.process_time()
            resolution = resolve(articles)
            runs.append(time.process_time() - start)
        took[size] = min(runs)
        found = clusters(resolution)
        print(f"{len(gold)} mentions in {len(articles)} articles: {took[size]:.2f} s (the least of {RUNS} runs)")
        print(line("all", b_cubed(found, gold), len(gold)))
        parts: dict[EntityKind, Gold] = defaultdict(dict)
        for item, ident in gold.items():
            parts[kind[item]][item] = ident
        for k, part in sorted(parts.items()):
            print(line(k.value, b_cubed(found, part), len(part)))
    print(f"{SIZES[-1]} take {took[SIZES[-1]] / took[SIZES[-2]]:.1f} times as long as {SIZES[-2]} (aim 6)")


if __name__ == "__main__":
    main()
