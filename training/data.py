"""Corpora → training examples: words with whatever labels a corpus has.

Three kinds of source: Universal Dependencies as DocBin (sentences, tags, trees), entity corpora as
DocBin (tokens without a label are masked), and our annotated sentences as JSON lines with stand-off
character spans (entities, roles, meetings, statements).
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

OWN = Path(__file__).parent
MASKED = "?"
ENTITY_LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "TIME", "ROLE")
FRAME_LABELS = ("MEETING", "CUE")
RELATIONS = ("role_holder", "role_org", "meeting_place", "meeting_venue", "meeting_date", "meeting_who", "said_by")
MAX_WORDS = 110  # of one example, unless the configuration says otherwise
UNNAMED = frozenset("the a an mr. mrs. ms.".split())
"""Words before a name or noun that some readers marked with it and others did not."""


@dataclass(slots=True)
class Example:
    """Words and labels; a field that is None or empty is not known and not trained on."""

    words: list[str]
    sentence_start: list[int] | None = None
    pos: list[str] | None = None
    tag: list[str] | None = None
    head: list[int] | None = None  # index of the head in `words`, -1 for the root of a sentence
    dep: list[str] | None = None
    lemma: list[str] | None = None
    entity: list[str] | None = None  # BIO, or MASKED
    frame: list[str] | None = None  # BIO of meeting triggers and speech cues
    relations: list[tuple[int, int, str]] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)  # words whose relations are all known
    kind: dict[int, str] = field(default_factory=dict)
    status: dict[int, str] = field(default_factory=dict)


def read_config(path: Path) -> dict:
    """A configuration file (needs Python 3.11)."""
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_docs(path: Path) -> list[Doc]:
    """The documents of a DocBin file."""
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def from_tree(doc: Doc, *, max_words: int = MAX_WORDS) -> Iterator[Example]:
    """Examples of whole sentences with tags and trees; white space is left out."""
    batch: list = []
    size = 0
    for sentence in doc.sents:
        tokens = [t for t in sentence if not t.is_space]
        if not tokens:
            continue
        if batch and size + len(tokens) > max_words:
            yield _tree_example(batch)
            batch, size = [], 0
        batch.append(tokens)
        size += len(tokens)
    if batch:
        yield _tree_example(batch)


def _tree_example(sentences: list) -> Example:
    tokens = [t for s in sentences for t in s]
    index = {t.i: n for n, t in enumerate(tokens)}
    starts = {s[0].i for s in sentences}
    return Example(
        words=[t.text for t in tokens],
        sentence_start=[int(t.i in starts) for t in tokens],
        pos=[t.pos_ for t in tokens],
        tag=[t.tag_ for t in tokens],
        head=[-1 if t.head.i == t.i else index.get(t.head.i, -1) for t in tokens],
        dep=["root" if t.dep_ == "ROOT" else t.dep_ for t in tokens],
        lemma=[t.lemma_ for t in tokens],
    )


def from_entities(doc: Doc) -> Example | None:
    """An example with BIO entity labels; tokens whose label is unknown are masked."""
    tokens = [t for t in doc if not t.is_space]
    if not tokens or len(tokens) > 2 * MAX_WORDS:
        tokens = tokens[: 2 * MAX_WORDS]
    if not tokens:
        return None
    tags = [MASKED if t.ent_iob == 0 else "O" if t.ent_iob == 2 else f"{t.ent_iob_}-{t.ent_type_}" for t in tokens]
    return Example(words=[t.text for t in tokens], entity=tags)


def from_annotated(path: Path) -> Iterator[Example]:
    """Our annotated sentences: entities, meeting triggers, speech cues and their relations."""
    nlp = spacy.blank("en")
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield annotated_example(nlp.make_doc(record["text"]), record)


def annotated_example(doc: Doc, record: dict) -> Example:
    """One annotated sentence as an example."""

    def bio(tags: list[str], span: list[int], label: str) -> int | None:
        tokens = doc.char_span(*span, alignment_mode="expand")
        if tokens is None:
            return None
        if all(tags[t.i] == "O" for t in tokens):
            for t in tokens:
                tags[t.i] = ("B-" if t.i == tokens.start else "I-") + label
        return tokens.start

    def start(span: list[int] | None) -> int | None:
        tokens = doc.char_span(*span, alignment_mode="expand") if span else None
        return None if tokens is None else tokens.start

    def core(span: list[int] | None) -> int | None:
        first = start(span)
        if first is None or span is None or doc[first].lower_ not in UNNAMED:
            return first
        return first + 1 if first + 1 < len(doc) and doc[first + 1].idx < span[1] else first

    entity, frame = ["O"] * len(doc), ["O"] * len(doc)
    example = Example(words=[t.text for t in doc], entity=entity, frame=frame)
    anchors: set[int] = set()

    def relate(anchor: int | None, other: list[int] | None, label: str) -> None:
        target = start(other) if label == "meeting_date" else core(other)
        if anchor is not None and target is not None:
            example.relations.append((anchor, target, label))

    for begin, end, label in record["entities"]:
        first = bio(entity, [begin, end], label)
        if label == "ROLE" and first is not None:
            anchors.add(first)
    for role in record["roles"]:
        anchor = start(role["role"])
        if anchor is not None:
            anchors.add(anchor)
        relate(anchor, role["person"], "role_holder")
        relate(anchor, role["org"], "role_org")
    for meeting in record["meetings"]:
        anchor = bio(frame, meeting["trigger"], "MEETING")
        if anchor is None:
            continue
        anchors.add(anchor)
        example.kind[anchor], example.status[anchor] = meeting["kind"], meeting["status"]
        for key, label in (("places", "place"), ("dates", "date"), ("participants", "who")):
            for span in meeting[key]:
                relate(anchor, span, f"meeting_{label}")
        relate(anchor, meeting["venue"], "meeting_venue")
    for statement in record["statements"]:
        anchor = bio(frame, statement["cue"], "CUE") if statement["cue"] else None
        if anchor is not None:
            anchors.add(anchor)
            relate(anchor, statement["speaker"], "said_by")
    for span in record.get("unread", ()):  # the same gathering in other words: neither a trigger nor none
        tokens = doc.char_span(*span, alignment_mode="expand")
        for t in tokens or ():
            frame[t.i] = MASKED if frame[t.i] == "O" else frame[t.i]
    example.anchors = sorted(anchors)
    return example


def joined(examples: Sequence[Example]) -> Example:
    """Annotated examples one after another as one text."""
    out = Example(words=[], entity=[], frame=[])
    for e in examples:
        at = len(out.words)
        out.words += e.words
        out.entity += e.entity  # type: ignore[operator]
        out.frame += e.frame  # type: ignore[operator]
        out.relations += [(i + at, j + at, r) for i, j, r in e.relations]
        out.anchors += [i + at for i in e.anchors]
        out.kind |= {i + at: k for i, k in e.kind.items()}
        out.status |= {i + at: s for i, s in e.status.items()}
    return out


def paragraphs(examples: list[Example], rng: random.Random, *, max_words: int) -> list[Example]:
    """The examples in random groups of one to five, each of at most `max_words` words (or one example)."""
    out: list[Example] = []
    group: list[Example] = []
    size = rng.randint(1, 5)
    for e in rng.sample(examples, len(examples)):
        if group and (len(group) == size or sum(len(g.words) for g in group) + len(e.words) > max_words):
            out.append(joined(group))
            group, size = [], rng.randint(1, 5)
        group.append(e)
    return [*out, joined(group)] if group else out


def load(
    corpora: Path, sources: dict[str, dict], *, seed: int, max_words: int = MAX_WORDS, paragraph: bool = False
) -> dict[str, list[Example]]:
    """Examples by kind of source ("tree", "entity", "annotated"), sampled as `sources` says.

    A source lies in `corpora`, or, with `own`, beside this file. With `paragraph` annotated examples
    are joined in groups, anew for every repetition of their source.
    """
    rng = random.Random(seed)
    out: dict[str, list[Example]] = {"tree": [], "entity": [], "annotated": []}
    for name, source in sources.items():
        path, kind = (OWN if source.get("own") else corpora) / source["file"], source["kind"]
        if kind == "tree":
            examples = [e for d in read_docs(path) for e in from_tree(d, max_words=max_words)]
        elif kind == "entity":
            examples = [e for d in read_docs(path) if (e := from_entities(d))]
        else:
            examples = list(from_annotated(path))
        share = source.get("share", 1.0)
        whole, part = int(share), share - int(share)
        rounds = [examples] * whole + [rng.sample(examples, round(part * len(examples)))]
        if paragraph and kind == "annotated":
            rounds = [paragraphs(r, rng, max_words=max_words) for r in rounds]
        taken = [e for r in rounds for e in r]
        print(f"{name}: {len(taken)} examples, {sum(len(e.words) for e in taken)} words")
        out[kind] += taken
    return out
