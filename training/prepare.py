"""Corpora → what training reads: `python -m training.prepare --corpora DIR [--trees FILE.conllu OUTPUT]`.

Without `--trees` the sources of `config.toml` are checked in `DIR`: each is there, has the checksum
that the shipped weights were trained on, and so many examples and words. With `--trees` a treebank file
as Universal Dependencies publishes it becomes a DocBin of documents of at most ten sentences.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.data import OWN, load, read_config

MOST_SENTENCES = 10  # of one document
ATTRIBUTES = ["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"]


def problems(corpora: Path, sources: dict[str, dict]) -> Iterator[str]:
    """What is missing or not what the shipped weights were trained on."""
    for name, source in sources.items():
        path = (OWN if source.get("own") else corpora) / source["file"]
        if not path.is_file():
            yield f"{name}: {path} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != source.get("sha256"):
            yield f"{name}: {path} is not the file that the shipped weights were trained on (another checksum)"


def sentences(text: str) -> Iterator[tuple[bool, list[list[str]]]]:
    """CoNLL-U → for every sentence whether it starts a document, and its ten-column rows of words.

    A multi-word token (rows "3-4") gives its words without a space between them; empty nodes are left out.
    """
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        joined: dict[int, bool] = {}  # word → a space follows it
        for row in rows:
            if "-" in row[0]:
                first, last = map(int, row[0].split("-"))
                joined |= dict.fromkeys(range(first, last), False) | {last: "SpaceAfter=No" not in row[9]}
        words = [row for row in rows if row[0].isdecimal()]
        for row in words:
            if not joined.get(int(row[0]), True):
                row[9] = "SpaceAfter=No"
        if words:
            yield any(line.startswith("# newdoc") for line in lines), words


def document(vocab: Vocab, batch: list[list[list[str]]]) -> Doc:
    """One doc of several sentences, with tags, features, lemmas and trees."""
    words, heads, deps, starts = [], [], [], []
    for rows in batch:
        base = len(words)
        for i, row in enumerate(rows):
            words.append(row)
            heads.append(base + (i if row[6] == "0" else int(row[6]) - 1))
            deps.append("ROOT" if row[6] == "0" else row[7])
            starts.append(i == 0)
    return Doc(
        vocab,
        words=[row[1] for row in words],
        spaces=["SpaceAfter=No" not in row[9] for row in words],
        lemmas=[row[2] for row in words],
        pos=[row[3] for row in words],
        tags=[row[4] for row in words],
        morphs=["" if row[5] == "_" else row[5] for row in words],
        heads=heads,
        deps=deps,
        sent_starts=starts,
    )


def trees(path: Path) -> DocBin:
    """A CoNLL-U file as a DocBin."""
    vocab = spacy.blank("en").vocab
    out = DocBin(attrs=ATTRIBUTES)
    batch: list[list[list[str]]] = []
    for starts_document, rows in sentences(path.read_text(encoding="utf-8")):
        if batch and (starts_document or len(batch) == MOST_SENTENCES):
            out.add(document(vocab, batch))
            batch = []
        batch.append(rows)
    if batch:
        out.add(document(vocab, batch))
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder that the sources of config.toml lie in")
    parser.add_argument("--trees", type=Path, nargs=2, metavar=("CONLLU", "OUTPUT"), help="convert a treebank file")
    args = parser.parse_args()
    if args.trees:
        docs = trees(args.trees[0])
        docs.to_disk(args.trees[1])
        print(f"{len(docs)} documents in {args.trees[1]}")
        return 0
    if args.corpora is None:
        parser.error("say --corpora DIR or --trees CONLLU OUTPUT")
    sources = read_config(OWN / "config.toml")["sources"]
    found = list(problems(args.corpora, sources))
    missing = {problem.split(":")[0] for problem in found if problem.endswith("is missing")}
    load(args.corpora, {k: v for k, v in sources.items() if k not in missing}, seed=0)
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
