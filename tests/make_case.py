"""Prints a test case for `cases/*.jsonl`: `python tests/make_case.py ID "Text."`; correct parse and expectation by hand."""

import json
import sys

from kg.nlp.component import MEETINGS, RELATIONS, STATUS
from kg.nlp.pipeline import load


def main() -> None:
    ident, text = sys.argv[1:3]
    doc = load()(text)
    print(
        json.dumps(
            {
                "id": ident,
                "text": text,
                "words": [t.text for t in doc],
                "spaces": [bool(t.whitespace_) for t in doc],
                "pos": [t.pos_ for t in doc],
                "tags": [t.tag_ for t in doc],
                "lemmas": [t.lemma_ for t in doc],
                "heads": [t.head.i for t in doc],
                "deps": [t.dep_ for t in doc],
                "ents": [[e.start, e.end, e.label_] for e in doc.ents],
                "meetings": [[s.start, s.end, s.label_, doc.user_data[STATUS][s.start]] for s in doc.spans[MEETINGS]],
                "relations": [list(r) for r in doc.user_data[RELATIONS]],
                "roles": [],
                "people": [],
                "why": "",
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
