"""Measure a model folder on held-out data: `python -m training.evaluate --corpora DIR [--model DIR]`.

Prints tagging and parsing on UD test sets (gold words, predicted sentences), entities on the GUM
news test set and on our annotated test sentences, and the relation heads on the latter.
"""

import argparse
from collections import Counter
from pathlib import Path

import spacy
from spacy.tokens import Doc

import kg.nlp.component as component
from training.data import RELATIONS, annotated_example, read_docs

TREES = ("ud_gum_test", "ud_gumnews_test", "ud_pud_test", "ud_ewt_test")
ENTITIES = ("ner_gum_test", "ner_gumnews_test")


def percent(right: int, of: int) -> float:
    """A percentage with one digit."""
    return round(100 * right / of, 1) if of else 0.0


def f1(hit: int, given: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    return percent(hit, given), percent(hit, gold), percent(2 * hit, given + gold)


def words_of(doc: Doc) -> Doc:
    """The same words without annotation."""
    return Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def trees(news: component.NewsComponent, path: Path) -> str:
    """Tagging, parsing, lemma and sentence scores of one file."""
    c: Counter[str] = Counter()
    gold = read_docs(path)
    for g, p in zip(gold, news.pipe([words_of(d) for d in gold]), strict=True):
        for a, b in zip(g, p, strict=True):
            if a.is_space:
                continue
            head = a.head.i == b.head.i
            c["n"] += 1
            c["upos"] += a.pos_ == b.pos_
            c["tag"] += a.tag_ == b.tag_
            c["lemma"] += a.lemma_.lower() == b.lemma_.lower()
            c["uas"] += head
            c["las"] += head and a.dep_.split(":")[0].lower() == b.dep_.split(":")[0].lower()
            start_a, start_b = a.is_sent_start is True, b.is_sent_start is True
            c["s_gold"] += start_a
            c["s_given"] += start_b
            c["s_hit"] += start_a and start_b
    scores = {k: percent(c[k], c["n"]) for k in ("upos", "tag", "lemma", "uas", "las")}
    return f"{path.stem}: {scores} sentences F {f1(c['s_hit'], c['s_given'], c['s_gold'])[2]}"


def entities(news: component.NewsComponent, path: Path) -> str:
    """Entity scores of one file, by label; tokens without a label are left out."""
    hit, given, gold_count = Counter[str](), Counter[str](), Counter[str]()
    gold = read_docs(path)
    for g, p in zip(gold, news.pipe([words_of(d) for d in gold]), strict=True):
        unknown = {t.i for t in g if t.ent_iob == 0 and not t.is_space}
        want = {(e.start, e.end, e.label_) for e in g.ents}
        have = {(e.start, e.end, e.label_) for e in p.ents if not unknown & set(range(e.start, e.end))}
        _count(want, have, hit, given, gold_count)
    return f"{path.stem}: {_by_label(hit, given, gold_count)}"


def annotated(news: component.NewsComponent, path: Path) -> list[str]:
    """Entities, frames and relations (between gold anchors) of our annotated sentences."""
    import json

    nlp = spacy.blank("en")
    hit, given, gold_count = Counter[str](), Counter[str](), Counter[str]()
    right: Counter[str] = Counter()
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    docs = [nlp.make_doc(r["text"]) for r in records]
    for record, doc in zip(records, news.pipe(docs), strict=True):
        example = annotated_example(nlp.make_doc(record["text"]), record)
        want = {
            (s.start, s.end, label)
            for b, e, label in record["entities"]
            if (s := doc.char_span(b, e, alignment_mode="expand"))
        }
        have = {(e.start, e.end, e.label_) for e in doc.ents}
        want |= {
            (s.start, s.start, "MEETING")
            for m in record["meetings"]
            if (s := doc.char_span(*m["trigger"], alignment_mode="expand"))
        }
        have |= {(s.start, s.start, "MEETING") for s in doc.spans[component.MEETINGS]}
        _count(want, have, hit, given, gold_count)
        found = {(r.anchor, r.other, r.name) for r in component.relations(doc) if r.probability >= 0.5}
        anchors = set(example.anchors) & {r[0] for r in found} | set(example.anchors)
        found = {r for r in found if r[0] in anchors}
        for relation in RELATIONS:
            a = {r for r in example.relations if r[2] == relation}
            b = {r for r in found if r[2] == relation}
            right[relation + " hit"] += len(a & b)
            right[relation + " given"] += len(b)
            right[relation + " gold"] += len(a)
        for span in doc.spans[component.MEETINGS]:
            if span.start in example.status:
                right["status n"] += 1
                right["status"] += doc.user_data[component.STATUS][span.start] == example.status[span.start]
                right["kind"] += span.label_ == example.kind[span.start]
    lines = [f"annotated test: {_by_label(hit, given, gold_count)}"]
    lines += [
        f"  {r}: P R F {f1(right[r + ' hit'], right[r + ' given'], right[r + ' gold'])} of {right[r + ' gold']}"
        for r in RELATIONS
    ]
    lines.append(
        f"  status {percent(right['status'], right['status n'])} kind {percent(right['kind'], right['status n'])}"
    )
    return lines


def _count(want: set, have: set, hit: Counter[str], given: Counter[str], gold: Counter[str]) -> None:
    hit.update(label for *_, label in want & have)
    given.update(label for *_, label in have)
    gold.update(label for *_, label in want)


def _by_label(hit: Counter[str], given: Counter[str], gold: Counter[str]) -> str:
    total = f1(hit.total(), given.total(), gold.total())
    return f"all P R F {total}, F by label " + ", ".join(
        f"{k} {f1(hit[k], given[k], gold[k])[2]} ({gold[k]})" for k in sorted(gold)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, required=True, help="folder with corpora/, corpora_unclear/, annotated/"
    )
    parser.add_argument("--model", type=Path, default=component.MODEL)
    args = parser.parse_args()
    news = component.NewsComponent(args.model)
    for name in TREES:
        folder = "corpora_unclear" if "ewt" in name else "corpora"
        print(trees(news, args.corpora / folder / f"{name}.spacy"), flush=True)
    for name in ENTITIES:
        print(entities(news, args.corpora / "corpora" / f"{name}.spacy"), flush=True)
    print("\n".join(annotated(news, args.corpora / "annotated/sentences_test.jsonl")))


if __name__ == "__main__":
    main()
