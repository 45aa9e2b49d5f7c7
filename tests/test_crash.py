"""Builds that are killed: nothing that was acknowledged is lost, readers are not harmed, the next build completes."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest
from crash_child import article, build, graph

from kg.analyses import kept
from kg.files import is_draft
from kg.read import Rejection
from kg.store import ARTICLES, open_store

KILLS = 50
CHILD = Path(__file__).with_name("crash_child.py")

if not hasattr(os, "fork"):
    pytest.skip("no processes that can be killed so", allow_module_level=True)


@contextmanager
def _writer(folder: Path) -> Iterator[tuple[IO[str], IO[str]]]:
    """Input and output of a process that starts builds."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


def _killed_build(number: int, after: int, seconds: float, pipes: tuple[IO[str], IO[str]]) -> tuple[list[str], bool]:
    """What a build acknowledged, and whether it was killed: some time after some of its lines."""
    orders, said = pipes
    orders.write(f"{number}\n")
    orders.flush()
    child = int(said.readline().split()[1])
    lines = [line for _ in range(after) if not (line := said.readline()).startswith("end")]
    time.sleep(seconds)
    with suppress(ProcessLookupError):  # it may be done already
        os.kill(child, signal.SIGKILL)
    while not (line := said.readline()).startswith("end"):
        lines.append(line)
    return [line.strip() for line in lines], int(line.split()[1]) == signal.SIGKILL


def test_what_was_acknowledged_survives_every_kill(tmp_path: Path) -> None:
    chance, folder = random.Random(11), tmp_path / "store"
    articles: set[str] = set()
    graphs: list[int] = []
    killed = number = 0
    in_the_graph = 0
    with _writer(folder) as pipes:
        while killed < KILLS:
            early = open_store(folder, read_only=True) if graphs else None
            # most kills meet the building of the database, which takes the longest
            after = chance.choice([0, 1, 2, 3, 4, 4, 4, 4])
            said, hit = _killed_build(number, after, chance.random() * 0.04, pipes)
            killed += hit
            in_the_graph += hit and f"graph {number}" not in said
            articles |= {line for line in said if line.startswith("article")}
            if early is not None:
                assert set(early.triples()) == graph(graphs[-1])  # who read before still reads
                early.close()
            if (folder / "store.json").exists():
                with open_store(folder, read_only=True) as store:
                    found = set(store.triples())
                possible = [number, *graphs[-1:]] if f"graph {number}" not in said else [number]
                assert any(found == graph(n) for n in possible)
                graphs += [number] if found == graph(number) else []
            else:
                assert not [line for line in said if line.startswith("graph")]
            there = list(kept(folder / ARTICLES))
            assert not [k for k in there if isinstance(k, Rejection)]  # no torn file
            assert {f"article {_number(k.source)}" for k in there} >= articles
            number += 1
    assert in_the_graph > KILLS // 2
    build(folder, number)  # the next build completes, and leaves no rubbish
    with open_store(folder, read_only=True) as store:
        assert set(store.triples()) == graph(number)
    assert sorted(p.name[:6] for p in folder.iterdir()) == ["articl", "graph-", "lock", "store."]
    assert not [p for p in folder.rglob(".*") if is_draft(p)]
    assert all(k.article == article(_number(k.source)) for k in kept(folder / ARTICLES))


def _number(source: str) -> int:
    return int(source.removeprefix("article-").removesuffix(".txt"))


def test_a_first_build_that_is_killed_leaves_a_folder_that_can_be_built(tmp_path: Path) -> None:
    for name in (".store.json.4711.tmp", "lock"):
        (tmp_path / name).write_text("half")
    (tmp_path / "graph-1").mkdir()
    (tmp_path / ARTICLES).mkdir()
    (tmp_path / ARTICLES / ".0123.json.4711.tmp").write_text("half")
    build(tmp_path, 0)
    with open_store(tmp_path, read_only=True) as store:
        assert set(store.triples()) == graph(0)
    assert not [p for p in tmp_path.rglob(".*") if is_draft(p)]
