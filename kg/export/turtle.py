"""Triples → Turtle: sorted, prefixed, one section a kind of thing.

Oxigraph writes the terms as N-Triples, whose sorted lines are then put together: terms are never touched one by one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from kg.export.names import prefixed
from kg.graph.vocab import FOAF, KG, NIF, ORG, PREFIXES, PROV, RDF, SCHEMA

SECTIONS: tuple[tuple[str, NamedNode], ...] = (
    ("Articles", SCHEMA.NewsArticle),
    ("People", FOAF.Person),
    ("Organizations", ORG.Organization),
    ("Countries", SCHEMA.Country),
    ("Places", SCHEMA.Place),
    ("Roles", ORG.Role),
    ("Memberships", ORG.Membership),
    ("Meetings", KG.Meeting),
    ("Participations", KG.Participation),
    ("Statements", SCHEMA.Quotation),
    ("Origins", KG.Origin),
    ("Claims", KG.Claim),
    ("Sentences", NIF.Sentence),
    ("Mentions", NIF.Phrase),
    ("Runs", PROV.Activity),
)
"""The order in which Turtle lists the things of a graph, by type."""

_OTHER = len(SECTIONS)
_SECTION_OF = {str(kind): number for number, (_, kind) in enumerate(SECTIONS)}
_TYPE = str(RDF.type)
_BARE = {"xsd:boolean": r"true|false", "xsd:integer": r"[+-]?[0-9]+", "xsd:decimal": r"[+-]?[0-9]*\.[0-9]+"}


def lines(triples: Iterable[Triple]) -> list[str]:
    """The lines of sorted N-Triples, without their ends."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    text = data.decode() if data is not None else ""
    return sorted(set(text.removesuffix("\n").split("\n"))) if text else []


def turtle(triples: Iterable[Triple]) -> str:
    """Sorted, prefixed Turtle, one section a kind of thing."""
    by_subject: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in lines(triples):
        subject, predicate, value = line[:-2].split(" ", 2)
        by_subject[subject].append((predicate, value))
    sections: list[list[str]] = [[] for _ in range(_OTHER + 1)]
    for subject, pairs in by_subject.items():
        kinds = (_SECTION_OF.get(value, _OTHER) for predicate, value in pairs if predicate == _TYPE)
        sections[min(kinds, default=_OTHER)].append(subject)
    out = [f"@prefix {prefix}: <{base}> ." for prefix, base in PREFIXES.items()]
    term = cache(_term)  # for this graph only
    for name, subjects in zip([*(name for name, _ in SECTIONS), "Other"], sections, strict=True):
        if subjects:
            out += ["", f"# {name}"]
        for subject in sorted(subjects, key=_natural):
            out += ["", _block(subject, by_subject[subject], term)]
    return "\n".join(out) + "\n"


def _natural(node: str) -> tuple[str, tuple[int, ...], str]:
    """Spans of one article in text order; everything else by IRI."""
    base, mark, span = node.partition("#char=")
    if not mark:
        return (node.strip("<>"), (), node)
    numbers = span[:-1].split(",") if re.fullmatch("[0-9]+(,[0-9]+)*>", span) else ()
    return (base[1:], tuple(map(int, numbers)), node)


def _block(subject: str, pairs: list[tuple[str, str]], term: Callable[[str], str]) -> str:
    """One thing: its types first, then its other properties by name."""
    by_predicate: dict[str, list[str]] = {_TYPE: []}
    for predicate, value in pairs:
        by_predicate.setdefault(predicate, []).append(value if value.endswith('"') else term(value))
    types = by_predicate.pop(_TYPE)
    said = [f"a {', '.join(types)}"] if types else []
    said += [f"{term(predicate)} {', '.join(values)}" for predicate, values in by_predicate.items()]
    return f"{term(subject)} " + " ;\n    ".join(said) + " ."


def _term(term: str) -> str:
    """A term of N-Triples in Turtle, with a prefix or without quotation marks where Turtle allows it.

    >>> _term("<http://www.w3.org/ns/org#role>"), _term("<http://example.org/>"), _term('"chat"@fr')
    ('org:role', '<http://example.org/>', '"chat"@fr')
    >>> _term('"2"^^<http://www.w3.org/2001/XMLSchema#integer>')
    '2'
    """
    if term.startswith("<"):
        return prefixed(term[1:-1]) or term
    text, mark, datatype = term.rpartition("^^")
    if not mark or not term.endswith(">"):  # text with a language, or a blank node
        return term
    short = _term(datatype)
    return text[1:-1] if re.fullmatch(_BARE.get(short, r"(?!)"), text[1:-1]) else f"{text}^^{short}"
