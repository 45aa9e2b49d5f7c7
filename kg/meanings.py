"""Words of a user → mentions: what somebody means who judges that two names are one thing, or are not.

A name alone must mean one node; `NAME@SOURCE` is the name in one article; an IRI is a node of the graph.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import MeaningError
from kg.graph.terms import Mint
from kg.resolve.judgements import Anchor, Judgement, contradiction

if TYPE_CHECKING:
    from kg.resolve import Entity, Resolution

_FEW = 5  # things that a message lists


class Meanings:
    """What words can mean in a resolved set of articles."""

    def __init__(self, resolution: Resolution, base: str) -> None:
        self._resolution = resolution
        sources = [a.document.source for a in resolution.articles]
        self._iris = [iri.value for iri in Mint(base).entities(resolution.entities, sources)]

    def anchor(self, text: str) -> Anchor:
        """The one mention that stands for what a text means; MeaningError if there is none, or more than one thing."""
        if "://" in text and text in self._iris:
            return next(self._mentions(self._resolution.entities[self._iris.index(text)]))
        name, _, source = text.partition("@")
        found = [e for e in self._resolution.entities if any(self._named(e, name, source))]
        if len(found) == 1:
            return next(self._named(found[0], name, source))
        if not found:
            forms = sorted({f for e in self._resolution.entities for f in e.forms})
            near = difflib.get_close_matches(name, forms, n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(near)}?" if near else "; `kg query most-mentioned` lists names"
            where = f" of an article '{source}'" if source else ""
            raise MeaningError(name, f"nothing is called so{where}{hint}")
        listed = "; ".join(f"{e.kind.value} {next(self._named(e, name, source))}" for e in found[:_FEW])
        raise MeaningError(text, f"may be {len(found)} things; say one of: {listed}")

    def means(self, text: str, anchor: Anchor) -> bool:
        """Whether a text can mean what an anchor means."""
        if "://" in text:
            entity = self._resolution.entities[self._iris.index(text)] if text in self._iris else None
            return entity is not None and anchor in self._mentions(entity)
        name, _, source = text.partition("@")
        return name.casefold() == anchor.name.casefold() and source in {"", anchor.source}

    def _named(self, entity: Entity, name: str, source: str) -> Iterator[Anchor]:
        """The mentions of an entity under a name, in one article if one is given."""
        wanted = name.casefold()
        for article, index in entity.members:
            local, where = self._resolution.local(article, index), self._resolution.articles[article].document.source
            form = next((f for f in (local.name, *local.forms) if f.casefold() == wanted), None)
            if form is not None and source in {"", where}:
                yield Anchor(entity.kind.value, form, where)

    def _mentions(self, entity: Entity) -> Iterator[Anchor]:
        for article, index in entity.members:
            source = self._resolution.articles[article].document.source
            local = self._resolution.local(article, index)
            yield from (Anchor(entity.kind.value, f, source) for f in dict.fromkeys((local.name, *local.forms)))


def judge(judgements: Iterable[Judgement], first: Anchor, second: Anchor, *, same: bool) -> tuple[Judgement, ...]:
    """Judgements with one more; MeaningError if it cannot be, or cannot hold beside the others."""
    if first.kind != second.kind:
        raise MeaningError(str(first), f"is a {first.kind}, '{second}' a {second.kind}: they are never one thing")
    if first == second:
        raise MeaningError(str(first), "is one and the same mention")
    before = tuple(judgements)
    if any(j.same is same and {j.first, j.second} == {first, second} for j in before):
        return before
    after = (*before, Judgement(same, first, second))
    against = contradiction(after)
    if against is not None:
        raise MeaningError(
            str(first),
            f"this contradicts earlier judgements: together they make '{against.first}' and '{against.second}' the same "
            "and different; `kg same --list` shows them, `kg same --undo A B` takes one back",
        )
    return after
