"""Triples → a store that answers SPARQL: on disk, in memory, or behind an endpoint.

with open_store("kg-store") as store:
    store.replace(triples)
    store.query("SELECT …")
"""

from pathlib import Path

from kg.store.base import Rows, Store, Term, as_text
from kg.store.embedded import ARTICLES, EmbeddedStore, Local, MemoryStore, open_store
from kg.store.graph_file import load_graph_file, open_path
from kg.store.remote import RemoteStore
from kg.store.settings import Settings

DEFAULT = Path("kg-store")

__all__ = [
    "ARTICLES",
    "DEFAULT",
    "EmbeddedStore",
    "Local",
    "MemoryStore",
    "RemoteStore",
    "Rows",
    "Settings",
    "Store",
    "Term",
    "as_text",
    "load_graph_file",
    "open_path",
    "open_store",
]
