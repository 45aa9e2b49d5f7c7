"""Measure a model folder on data it never saw: `python -m training.evaluate [--corpora DIR] [--model DIR]`.

Without corpora: our own snippets (`training/snippets_test.jsonl`), size, speed, memory, loading. With
them also Universal Dependencies (gold words; sentences predicted or given), entities of GUM, UNER PUD
and CrossNER politics, the seed articles, and the annotated sentences. `make eval-model` calls it.
"""

import argparse
import json
import platform
import re
import resource
import runpy
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc

from kg.nlp import component
from kg.nlp.pipeline import load
from training.data import RELATIONS, annotated_example, read_docs

HERE = Path(__file__).parent
TREES = {
    "UD EWT dev": "corpora_unclear/ud_ewt_dev.spacy",
    "UD EWT test": "corpora_unclear/ud_ewt_test.spacy",
    "UD GUM news dev": "corpora/ud_gumnews_dev.spacy",
    "UD GUM news test": "corpora/ud_gumnews_test.spacy",
    "UD PUD": "corpora/ud_pud_test.spacy",
}
COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
CROSSNER = {
    **dict.fromkeys(["politician", "person"], "PER"),
    **dict.fromkeys(["country", "location"], "LOC"),
    **dict.fromkeys(["organisation", "politicalparty"], "ORG"),
}
FEATURES = ("Number", "Tense", "VerbForm", "Person")


def percent(right: float, of: float) -> float:
    """A percentage with one digit."""
    return round(100 * right / of, 1) if of else 0.0


class Tally:
    """Hits, answers and gold items, by label."""

    def __init__(self) -> None:
        self.hit, self.given, self.gold = Counter[str](), Counter[str](), Counter[str]()

    def add(self, want: set, have: set) -> None:
        """Count tuples whose last element is a label."""
        self.hit.update(item[-1] for item in want & have)
        self.given.update(item[-1] for item in have)
        self.gold.update(item[-1] for item in want)

    def f1(self, label: str) -> float:
        """F1 of one label."""
        return percent(2 * self.hit[label], self.given[label] + self.gold[label])

    def row(self, label: str) -> str:
        """Precision, recall, F1 and number of gold items of one label."""
        hit, given, gold = self.hit[label], self.given[label], self.gold[label]
        return f"{percent(hit, given):5} {percent(hit, gold):5} {self.f1(label):5}  of {gold}"

    def __str__(self) -> str:
        hit, given, gold = self.hit.total(), self.given.total(), self.gold.total()
        total = f"P {percent(hit, given)} R {percent(hit, gold)} F1 {percent(2 * hit, given + gold)}"
        return total + "  F1 by label: " + ", ".join(f"{k} {self.f1(k)} ({self.gold[k]})" for k in sorted(self.gold))


def words_of(doc: Doc, *, sentences: bool = False) -> Doc:
    """The same words without annotation, on demand with sentence starts."""
    bare = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    if sentences:
        for token in doc:
            bare[token.i].is_sent_start = token.is_sent_start is True
    return bare


def trees(news: component.NewsComponent, path: Path, *, sentences: bool) -> str:
    """Tagging, features, lemmas, parsing (LAS without subtypes) and sentences of one file."""
    c: Counter[str] = Counter()
    gold = read_docs(path)
    for g, p in zip(gold, news.pipe([words_of(d, sentences=sentences) for d in gold]), strict=True):
        for a, b in zip(g, p, strict=True):
            if a.is_space:
                continue
            head = a.head.i == b.head.i
            c["n"] += 1
            c["UPOS"] += a.pos_ == b.pos_
            c["tags"] += a.tag_ == b.tag_
            c["lemmas"] += a.lemma_.lower() == b.lemma_.lower()
            c["UAS"] += head
            c["LAS"] += head and a.dep_.split(":")[0].lower() == b.dep_.split(":")[0].lower()
            for feature in FEATURES:
                values = a.morph.get(feature), b.morph.get(feature)
                c["features n"] += bool(values[0] or values[1])
                c["features"] += bool(values[0]) and values[0] == values[1]
            start_a, start_b = a.is_sent_start is True, b.is_sent_start is True
            c["starts"] += start_a + start_b
            c["starts hit"] += start_a and start_b
    scores = {k: percent(c[k], c["n"]) for k in ("UPOS", "tags", "lemmas", "UAS", "LAS")}
    scores["features"] = percent(c["features"], c["features n"])
    scores["sentences"] = percent(2 * c["starts hit"], c["starts"])
    return "  ".join(f"{k} {v}" for k, v in scores.items()) + f"  ({c['n']} words)"


def entities(news: component.NewsComponent, path: Path) -> Tally:
    """Entities of a DocBin, by label; tokens without a label are left out."""
    tally = Tally()
    gold = read_docs(path)
    for g, p in zip(gold, news.pipe([words_of(d) for d in gold]), strict=True):
        unknown = {t.i for t in g if t.ent_iob == 0 and not t.is_space}
        have = {(e.start, e.end, e.label_) for e in p.ents if not unknown & set(range(e.start, e.end))}
        tally.add({(e.start, e.end, e.label_) for e in g.ents}, have)
    return tally


def columns(path: Path, *, word: int, label: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """Identifier, words and BIO tags of every sentence of a file of columns."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
        name = re.search(r"^# sent_id = (\S+)", block, re.MULTILINE)
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("# ")]
        yield name[1] if name else str(number), [r[word] for r in rows], [r[label] for r in rows]


def coarse(news: component.NewsComponent, sentences: Iterable[tuple[str, list[str], list[str]]], names: dict) -> Tally:
    """People, organizations and places of column files; other labels and a leading "the" are left out."""
    tally = Tally()
    rows = list(sentences)
    vocab = spacy.blank("en").vocab
    for (_, words, tags), doc in zip(rows, news.pipe([Doc(vocab, words=w) for _, w, _ in rows]), strict=True):
        gold = [(e.start, e.end, names[e.label_]) for e in Doc(vocab, words=words, ents=tags).ents if e.label_ in names]
        have = [(e.start, e.end, COARSE[e.label_]) for e in doc.ents if e.label_ in COARSE]
        tally.add(*({(s + (words[s].lower() == "the"), e, label) for s, e, label in spans} for spans in (gold, have)))
    return tally


def seeds(nlp: spacy.Language, corpora: Path) -> Tally:
    """Entities of the seed articles: every occurrence of the strings of `ner_seeds_gold.py`."""
    gold = runpy.run_path(str(corpora.parent / "eval/ner_seeds_gold.py"))["GOLD"]
    label_of = {form: label for label, forms in gold.items() for form in forms}
    longest = sorted(label_of, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")
    tally = Tally()
    for path in sorted((corpora.parent / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        want = {(m.start(), m.end(), label_of[m[0]]) for m in pattern.finditer(text)}
        tally.add(want, {(e.start_char, e.end_char, e.label_) for e in nlp(text).ents})
    return tally


def annotated(nlp: spacy.Language, path: Path) -> Iterator[str]:
    """Entities, triggers, role triples and relations of annotated sentences or snippets."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names, parts, facts = Tally(), Tally(), Tally()
    c: Counter[str] = Counter()
    for record, doc in zip(records, nlp.pipe([r["text"] for r in records]), strict=True):
        gold = annotated_example(nlp.make_doc(record["text"]), record)
        spans = ((doc.char_span(b, e, alignment_mode="expand"), label) for b, e, label in record["entities"])
        names.add({(s.start, s.end, label) for s, label in spans if s}, {(e.start, e.end, e.label_) for e in doc.ents})
        found = [r for r in component.relations(doc) if r.probability >= 0.5]
        parts.add(
            {r for r in gold.relations if r[2] in RELATIONS},
            {(r.anchor, r.other, r.name) for r in found if r.anchor in gold.anchors},
        )
        triggers = {s.start for s in doc.spans[component.MEETINGS]}
        facts.add({(i, "meeting trigger") for i in gold.kind}, {(i, "meeting trigger") for i in triggers})
        facts.add(set(_triples(gold.relations)), set(_triples([(r.anchor, r.other, r.name) for r in found])))
        on_found = triggers & gold.kind.keys()
        for name in ("meeting_place", "meeting_date", "meeting_who"):
            facts.add(
                {(i, j, f"{name}, found trigger") for i, j, r in gold.relations if r == name and i in on_found},
                {
                    (r.anchor, r.other, f"{name}, found trigger")
                    for r in found
                    if r.name == name and r.anchor in on_found
                },
            )
        direct = {
            s.start
            for x in record["statements"]
            if x["direct"] and x["cue"] and (s := doc.char_span(*x["cue"], alignment_mode="expand"))
        }
        facts.add(
            {(i, j, "speaker, direct") for i, j, r in gold.relations if r == "said_by" and i in direct},
            {(r.anchor, r.other, "speaker, direct") for r in found if r.name == "said_by" and r.anchor in direct},
        )
        for span in doc.spans[component.MEETINGS]:
            if span.start in gold.status:
                c["n"] += 1
                c["status"] += doc.user_data[component.STATUS][span.start] == gold.status[span.start]
                c["kind"] += span.label_ == gold.kind[span.start]
    yield f"entities: {names}"
    yield "                             P     R    F1"
    for tally in (facts, parts):
        yield from (f"  {label:24} {tally.row(label)}" for label in sorted(tally.gold))
    yield f"  status {percent(c['status'], c['n'])} %, kind {percent(c['kind'], c['n'])} % of {c['n']} found triggers"


def _triples(relations: Iterable[tuple[int, int, str]]) -> Iterator[tuple]:
    """Role, holder, organization (or none)."""
    rows = list(relations)
    organization = {i: j for i, j, r in rows if r == "role_org"}
    for i, j, r in rows:
        if r == "role_holder":
            yield i, j, organization.get(i), "role triple"


def machine(nlp: spacy.Language, model: Path) -> Iterator[str]:
    """Size on disk, words per CPU second of the encoder and the whole pipeline, loading, memory."""
    size = sum(f.stat().st_size for f in model.iterdir())
    texts = [json.loads(line)["text"] for line in (HERE / "snippets_test.jsonl").read_text("utf-8").splitlines()]
    articles = [" ".join(texts[i : i + 20]) for i in range(0, len(texts), 20)]
    news: component.NewsComponent = nlp.get_pipe("kg_news")  # type: ignore[assignment]
    words = [[t.text for t in nlp.make_doc(a)] for a in articles]
    news.network.vectors(words[:2])
    start = time.process_time()
    news.network.vectors(words)
    encoder = time.process_time() - start
    start = time.process_time()
    for _ in nlp.pipe(articles):
        pass
    whole = time.process_time() - start
    count = sum(map(len, words))
    code = "import spacy, time; t = time.perf_counter(); from kg.nlp.pipeline import load; load(); print(time.perf_counter() - t)"
    loading = float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{size / 1e6:.1f} MB on disk, loads in {loading:.2f} s after `import spacy`, peak memory so far {peak:.0f} MB"
    yield (
        f"{count / whole:.0f} words per CPU second, the bare encoder {count / encoder:.0f} (ratio {encoder / whole:.2f}), "
        f"one thread, {processor()}"
    )


def processor() -> str:
    """The processor's name."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    name = re.search(r"model name\s*: (.*)", info)
    return name[1] if name else platform.processor()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder with corpora/, corpora_unclear/, annotated/, eval/")
    parser.add_argument("--model", type=Path, default=component.MODEL)
    args = parser.parse_args()
    nlp = load()
    nlp.replace_pipe("kg_news", "kg_news", config={"model": str(args.model)})
    news: component.NewsComponent = nlp.get_pipe("kg_news")  # type: ignore[assignment]

    def show(title: str, *lines: object) -> None:
        print(f"\n{title}", *lines, sep="\n  ", flush=True)

    show("machine", *machine(nlp, args.model))
    show("our own snippets, kept apart", *annotated(nlp, HERE / "snippets_test.jsonl"))
    if args.corpora is None:
        return
    show("annotated sentences, kept apart", *annotated(nlp, args.corpora / "annotated/sentences_test.jsonl"))
    for name, file in TREES.items():
        rows = (f"{k}: {trees(news, args.corpora / file, sentences=v)}" for k, v in _GIVEN.items())
        show(name, *rows)
    show("entities, GUM news test", entities(news, args.corpora / "corpora/ner_gumnews_test.spacy"))
    pud = columns(args.corpora / "eval/uner_pud_test.iob2", word=1, label=2)
    same = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
    show("entities, UNER PUD, news half", coarse(news, (s for s in pud if s[0].startswith("n")), same))
    politics = columns(args.corpora / "eval/crossner_politics_test.iob", word=0, label=1)
    show("entities, CrossNER politics test", coarse(news, politics, CROSSNER))
    if (args.corpora.parent / "seeds").is_dir():
        show("entities, seed articles", seeds(nlp, args.corpora))


_GIVEN = {"sentences predicted": False, "sentences given": True}


if __name__ == "__main__":
    main()
