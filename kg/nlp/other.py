"""Other spaCy pipelines: their labels in the scheme that extraction reads.

Official English pipelines use ClearNLP dependencies and OntoNotes entities and mark no offices;
this component turns the trees into UD and adds office spans from the lexicon.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kg.lexicon import words

_DEPENDENCIES = {
    "nsubjpass": "nsubj:pass",
    "auxpass": "aux:pass",
    "dobj": "obj",
    "dative": "iobj",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "attr": "xcomp",
    "neg": "advmod",
    "npadvmod": "obl",
    "csubjpass": "csubj:pass",
}
"""ClearNLP → UD where only the name differs."""


def adapt(nlp: Language) -> Language:
    """Append the component that renames labels and marks offices."""
    nlp.add_pipe("kg_adapt", last=True)
    return nlp


def _hang_on_content(noun: Token) -> None:
    """In UD the noun hangs on the content word and its preposition on the noun, in ClearNLP the other way round."""
    preposition = noun.head
    governor = preposition.head
    noun.head, preposition.head = governor, noun
    noun.dep_, preposition.dep_ = ("obl" if governor.pos_ in {"VERB", "AUX"} else "nmod"), "case"


@Language.component("kg_adapt", retokenizes=False)
def kg_adapt(doc: Doc) -> Doc:
    """Rename dependencies; add ROLE spans for titles of the lexicon that no entity covers."""
    for token in doc:
        token.dep_ = _DEPENDENCIES.get(token.dep_, token.dep_)
    for token in doc:
        if token.dep_ == "pobj" and token.head.dep_ in {"prep", "agent"}:
            _hang_on_content(token)
    offices = [Span(doc, start, end, label="ROLE") for start, end in words.offices([t.text for t in doc])]
    doc.set_ents(filter_spans([*doc.ents, *offices]))
    return doc
