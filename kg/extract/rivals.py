"""Arguments of one gathering → those that stand: of two places or days the one that its own clause or phrase tells."""

from collections.abc import Sequence

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from kg.extract.candidates import Argument, is_located
from kg.extract.elsewhere import is_clause_before
from kg.extract.support import Trigger


def told_best(sentence: DocSpan, trigger: Trigger, found: Sequence[Argument]) -> list[Argument]:
    """The arguments without what another of the same slot tells better: "the Oslo summit" is in Rome if it is said to be there."""
    doc = sentence.doc
    found = _of_own_clause(doc, trigger, found)
    places = [a for a in found if a.slot == "place"]
    where = [a for a in places if is_located(doc[a.start : a.end].root, a.start, sentence.start)]
    naming = [a for a in places if a.end == trigger.start and a not in where] if where else []
    return [a for a in found if a not in naming]


def _of_own_clause(doc: Doc, trigger: Trigger, found: Sequence[Argument]) -> list[Argument]:
    """The arguments without the places and days of the clause before, where the gathering's own clause tells others."""
    before = [a for a in found if a.slot in {"place", "date"} and is_clause_before(trigger, doc[a.start : a.end].root)]
    own = {a.slot for a in found if a not in before}
    return [a for a in found if a not in before or a.slot not in own]
