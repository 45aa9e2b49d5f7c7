"""Other spaCy pipelines: their labels in the scheme that extraction reads.

Official English pipelines use ClearNLP dependencies and OntoNotes entities and mark no offices;
this component renames the dependencies to UD and adds office spans from the lexicon.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.lexicon import words

_DEPENDENCIES = {
    "nsubjpass": "nsubj:pass", "auxpass": "aux:pass", "dobj": "obj", "dative": "iobj", "pobj": "nmod",
    "poss": "nmod:poss", "relcl": "acl:relcl", "prt": "compound:prt", "attr": "xcomp", "neg": "advmod",
    "prep": "case", "agent": "case", "possessive": "case", "npadvmod": "obl",
}
"""ClearNLP → UD where only the name differs. Heads stay as they are, so prepositions keep their objects."""


def adapt(nlp: Language) -> Language:
    """Append the component that renames labels and marks offices."""
    nlp.add_pipe("kg_adapt", last=True)
    return nlp


@Language.component("kg_adapt", retokenizes=False)
def kg_adapt(doc: Doc) -> Doc:
    """Rename dependencies; add ROLE spans for titles of the lexicon that no entity covers."""
    for token in doc:
        if token.dep_ in _DEPENDENCIES:
            token.dep_ = _DEPENDENCIES[token.dep_]
    offices = [Span(doc, start, end, label="ROLE") for start, end in words.offices([t.text for t in doc])]
    doc.set_ents(filter_spans([*doc.ents, *offices]))
    return doc
