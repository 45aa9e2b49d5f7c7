"""What several tests share: the graph of the example articles, built once."""

from pathlib import Path

import pytest

from kg.pipeline import Built, build
from kg.store import MemoryStore

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples/articles"


@pytest.fixture(scope="session")
def built() -> Built:
    """The example articles, read by the shipped pipeline."""
    return build([str(EXAMPLES)])


@pytest.fixture(scope="session")
def store(built: Built) -> MemoryStore:
    """The graph of the example articles in memory."""
    memory = MemoryStore()
    memory.replace(built.triples)
    return memory
