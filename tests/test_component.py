"""The spaCy component: exact offsets, no seams, bounded windows, any batch."""

import multiprocessing
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.errors import ModelError
from kg.model import Document, Segment, SegmentKind, Span
from kg.nlp.component import CUES, MEETINGS, MODEL, relations
from kg.nlp.other import kg_adapt
from kg.nlp.pipeline import annotate, load, version
from kg.nlp.wordpieces import MAX_PIECES, WINDOW, WordPieces

SENTENCE = "Norwegian Finance Minister Ann Lee met Bo Holm in Oslo on Monday."
NAMES = [
    ("Norwegian", "NORP"),
    ("Finance Minister", "ROLE"),
    ("Ann Lee", "PERSON"),
    ("Bo Holm", "PERSON"),
    ("Oslo", "GPE"),
    ("Monday", "DATE"),
]
FILLER = (
    "The council said that the quay of the town would be rebuilt before winter. Nobody in the hall asked who would pay. "
    "Last year a storm took the roof of the market, and the fishermen sold their catch in the rain until March. "
    "“It was cold,” one of them said. The engineers want to use granite. It is dear, but it lasts for a century. "
)
nlp = load()


def test_a_doc_is_filled() -> None:
    doc = nlp(SENTENCE)
    assert [(e.text, e.label_) for e in doc.ents] == NAMES
    assert doc.has_annotation("DEP")
    assert doc.has_annotation("TAG")
    assert [t.lemma_ for t in doc if t.pos_ == "VERB"] == ["meet"]
    assert "".join(t.text_with_ws for t in doc) == SENTENCE
    assert {"role_holder"} <= {r.name for r in relations(doc)}
    assert doc.spans[MEETINGS] is not None
    assert doc.spans[CUES] is not None


@pytest.mark.parametrize("offset", range(0, 12))
def test_a_sentence_reads_the_same_at_every_place_of_a_long_text(offset: int) -> None:
    before = FILLER * offset + "It rained again. " * (offset % 3)
    doc = nlp(before + SENTENCE + " " + FILLER * 5)
    end = len(before) + len(SENTENCE)
    names = [(e.text, e.label_) for e in doc.ents if len(before) <= e.start_char and e.end_char <= end]
    assert names == NAMES


ODD = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from(
    ["", " ", "\n\n", "A" * 10_000, "``Yes,'' he said.", "😀 " * 40, "\u202eabc", "a\u0301" * 30, ". . . ?"]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ODD, min_size=1, max_size=4).map(" ".join))
def test_any_text_keeps_its_characters_and_gets_trees(text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    for sent in doc.sents:
        roots = [t for t in sent if t.head.i == t.i]
        assert len(roots) == 1
        assert all(t.head in sent for t in sent)
    for e in doc.ents:
        assert text[e.start_char : e.end_char] == e.text


def test_batches_do_not_change_anything() -> None:
    texts = [SENTENCE, FILLER * 15, "Short.", SENTENCE + " " + FILLER]
    alone = [nlp(t) for t in texts]
    together = list(nlp.pipe(texts, batch_size=3))
    for a, b in zip(alone, together, strict=True):
        assert a.to_bytes(exclude=["user_data"]) == b.to_bytes(exclude=["user_data"])
        assert relations(a) == relations(b)


def test_a_saved_pipeline_is_complete(tmp_path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.get_pipe("kg_news").model == tmp_path / "pipeline" / "kg_news"
    assert again(SENTENCE).to_bytes() == nlp(SENTENCE).to_bytes()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_several_processes_give_the_same(method: str) -> None:
    texts = [SENTENCE, "Short.", FILLER]
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(method, force=True)
    try:
        several = list(nlp.pipe(texts, n_process=2, batch_size=1))
    finally:
        multiprocessing.set_start_method(before, force=True)
    for text, doc in zip(texts, several, strict=True):
        alone = nlp(text)
        assert doc.to_bytes(exclude=["user_data"]) == alone.to_bytes(exclude=["user_data"])
        assert relations(doc) == relations(alone)


def test_words_have_features() -> None:
    doc = nlp("They have met twice, and she said the ministers were tired.")
    found = {t.text: t.morph.to_dict() for t in doc}
    assert found["They"] == {"Case": "Nom", "Number": "Plur", "Person": "3", "PronType": "Prs"}
    assert found["met"] == {"Tense": "Past", "VerbForm": "Part"}
    assert found["ministers"] == {"Number": "Plur"}
    assert (found["were"]["Number"], found["were"]["Tense"]) == ("Plur", "Past")
    assert found["said"]["Person"] == "3"


def test_other_pipelines_get_our_labels() -> None:
    words = "Prime Minister Ann Lee met Bo Holm in Oslo .".split()
    doc = Doc(
        spacy.blank("en").vocab,
        words=words,
        heads=[1, 3, 3, 4, 4, 6, 4, 4, 7, 4],
        deps=["compound", "compound", "compound", "nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "punct"],
        pos=["PROPN"] * 4 + ["VERB", "PROPN", "PROPN", "ADP", "PROPN", "PUNCT"],
        ents=["O", "O", "B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "B-GPE", "O"],
    )
    kg_adapt(doc)
    assert [(t.text, t.dep_, t.head.text) for t in doc[6:9]] == [
        ("Holm", "obj", "met"),
        ("in", "case", "Oslo"),
        ("Oslo", "obl", "met"),
    ]
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Prime Minister", "ROLE"),
        ("Ann Lee", "PERSON"),
        ("Bo Holm", "PERSON"),
        ("Oslo", "GPE"),
    ]


def test_a_blank_line_and_a_segment_end_sentences() -> None:
    text = "Quay to be rebuilt\n\nThe council said so on Monday. It voted late."
    segments = (Segment(Span(0, 18), SegmentKind.HEADLINE), Segment(Span(20, len(text)), SegmentKind.BODY))
    (doc,) = annotate(nlp, [(Document("x", text), segments)])
    assert 20 in {s.start_char for s in doc.sents}
    assert doc.text == text


def test_windows_hold_every_word_and_stay_small() -> None:
    pieces = WordPieces(MODEL / "pieces.json")
    words = ["antidisestablishmentarianism" * 5, "", "Oslo"] * 400
    windows = pieces.windows(words)
    assert {i for w in windows for i in range(w.start, w.end)} == set(range(len(words)))
    assert all(len(w.pieces) <= WINDOW for w in windows)
    assert all(1 <= b - a <= MAX_PIECES for w in windows for a, b in pairwise(w.first))
    assert all(b.start < a.end for a, b in pairwise(windows))


def test_unknown_and_unfit_pipelines_are_named(tmp_path) -> None:
    with pytest.raises(ModelError, match="not installed"):
        load("no_such_pipeline")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no parser and no ner"):
        load(str(tmp_path / "blank"))
    assert version(nlp).startswith("kg_news ")


@pytest.mark.parametrize(
    "text", ["The vote is over. ``We lost,'' she said.", "The plan of Gov. Ann Lee and Sen. Bo Holm failed."]
)
def test_no_sentence_begins_within_a_mark_or_behind_a_title(text: str) -> None:
    starts = [s.text for s in nlp(text).sents]
    assert not any(s.startswith(("`We", "We", "Ann", "Bo")) for s in starts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'In Venho, spokeswoman Ada Renk said Lusania expected the pact to hold. "We signed with a country," she said.',
            ["In Venho,", '"We signed'],
        ),
        ("The ferries could be back by Sunday. “The parts are in the port,” Renk said.", ["The ferries", "“The parts"]),
        (
            "Premier Odo Lant named Besa Lorr, until now the envoy's deputy, as acting envoy. Lorr, 41, is a former judge.",
            ["Premier Odo", "Lorr, 41,"],
        ),
        ("Officials of Norte S.A. Mining met Ada Renk.", ["Officials of"]),
    ],
)
def test_a_sentence_begins_behind_a_full_stop(text: str, expected: list[str]) -> None:
    assert [" ".join(s.text.split()[:2]) for s in nlp(text).sents] == expected
