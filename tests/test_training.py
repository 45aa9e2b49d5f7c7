"""Training data: inline marks and treebanks become what training reads; checksums are checked."""

import json

import pytest
import spacy

from training.data import annotated_example
from training.markup import parse, read
from training.prepare import problems, trees

ITEM = """T: [Norwegian|NORP] [Foreign Minister|ROLE] [Ine Vik|PERSON] will [meet|MEETING] [Bo Ek|PERSON] in [Oslo|GPE], she [said|CUE].
R: Foreign Minister > Ine Vik > Norwegian
M: meet | kind meeting | status planned | place Oslo | who Ine Vik; Bo Ek
S: said < she | direct"""


def test_marks_become_offsets() -> None:
    record = parse(ITEM)
    text = record["text"]
    assert text == "Norwegian Foreign Minister Ine Vik will meet Bo Ek in Oslo, she said."
    assert [(text[b:e], label) for b, e, label in record["entities"]] == [
        ("Norwegian", "NORP"),
        ("Foreign Minister", "ROLE"),
        ("Ine Vik", "PERSON"),
        ("Bo Ek", "PERSON"),
        ("Oslo", "GPE"),
    ]
    (role,), (meeting,), (statement,) = record["roles"], record["meetings"], record["statements"]
    assert text[slice(*role["org"])] == "Norwegian"
    assert [text[slice(*p)] for p in meeting["participants"]] == ["Ine Vik", "Bo Ek"]
    assert (meeting["kind"], meeting["status"]) == ("meeting", "planned")
    assert (text[slice(*statement["speaker"])], statement["direct"]) == ("she", True)


def test_a_title_belongs_to_the_nearest_of_equal_words() -> None:
    record = parse("T: [Sen.|ROLE] [Ann Lee|PERSON] and [Sen.|ROLE] [Bo Ek|PERSON]\nR: Sen. > Bo Ek > -")
    assert record["roles"][0]["role"] == [17, 21]


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        ("T: [Oslo|CITY]", "unknown label CITY"),
        ("T: Oslo]", "a bracket or bar that is no mark"),
        ("T: [Oslo|GPE]\nM: talks | place Oslo", "no MEETING mark: talks"),
        ("T: [Oslo|GPE]\nR: mayor > Ann Lee > Oslo", "not in the text: Ann Lee"),
        ("T: [Oslo|GPE]\nX: what", "no T:, R:, M: or S: line"),
        ("Oslo", "the first line is no T: line"),
    ],
)
def test_what_breaks_the_format_is_named(item: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(item)


def test_a_bad_item_is_reported_and_the_others_are_read(tmp_path, capsys) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{ITEM}\n\nOslo\n\n{ITEM}\n", encoding="utf-8")
    assert [r["id"] for r in read(path)] == ["a-001", "a-003"]
    assert capsys.readouterr().out == "a-002: the first line is no T: line\n"


def test_relations_connect_first_words() -> None:
    record = parse(ITEM)
    example = annotated_example(spacy.blank("en").make_doc(record["text"]), record)
    by_words = {(example.words[i], example.words[j], r) for i, j, r in example.relations}
    assert by_words == {
        ("Foreign", "Ine", "role_holder"),
        ("Foreign", "Norwegian", "role_org"),
        ("meet", "Oslo", "meeting_place"),
        ("meet", "Ine", "meeting_who"),
        ("meet", "Bo", "meeting_who"),
        ("said", "she", "said_by"),
    }


CONLLU = """# newdoc id = a
# sent_id = a-1
1\tThey\tthey\tPRON\tPRP\tPerson=3\t3\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# newdoc id = b
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""


def test_a_treebank_file_becomes_documents(tmp_path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    first, second = trees(path).get_docs(spacy.blank("en").vocab)
    assert (first.text.strip(), second.text.strip()) == ("They don't.", "Yes")
    assert [(t.text, t.head.text, t.dep_, t.pos_) for t in first] == [
        ("They", "n't", "nsubj", "PRON"),
        ("do", "n't", "aux", "AUX"),
        ("n't", "n't", "ROOT", "PART"),
        (".", "n't", "punct", "PUNCT"),
    ]
    assert str(first[0].morph) == "Person=3"


def test_sources_are_checked_by_their_checksum(tmp_path) -> None:
    (tmp_path / "x").write_text(json.dumps({}), encoding="utf-8")
    sources = {"here": {"file": "x", "sha256": "0"}, "gone": {"file": "y", "sha256": "0"}}
    found = dict(p.split(": ", 1) for p in problems(tmp_path, sources))
    assert found["here"].endswith("(another checksum)")
    assert found["gone"].endswith("is missing")
