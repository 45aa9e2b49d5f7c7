"""IRIs → prefixed names."""

from kg.graph.vocab import PREFIXES

_SHORT = {base: prefix for prefix, base in PREFIXES.items()}


def prefixed(iri: str) -> str | None:
    """The prefixed name of an IRI; None where it has none.

    >>> prefixed("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), prefixed("http://example.org/a")
    ('rdf:type', None)
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix, local = _SHORT.get(iri[:cut]), iri[cut:]
    return f"{prefix}:{local}" if prefix and local.isascii() and local.isidentifier() else None
