"""The spaCy component `kg_news`: Doc → Doc with every annotation that extraction reads.

It fills the standard attributes (sentences, UPOS, Penn tags, UD features, UD dependencies, lemmas,
entities) and three of its own: `doc.spans["kg_meetings"]` (words that name a gathering; label: its kind),
`doc.spans["kg_cues"]` (reporting words) and relations between them and names (`relations(doc)`).
Sentence starts that are set before it runs are kept; a blank line always ends a sentence.
"""

import shutil
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from threadpoolctl import ThreadpoolController

from kg.nlp.decode import agreeing, spans, tree
from kg.nlp.lemma import lemmatize
from kg.nlp.morphology import agreement, morphology
from kg.nlp.network import FILES, Array, Network
from kg.nlp.settle import settled

MODEL = Path(__file__).with_name("model")
Index = NDArray[np.int64]

LIKELY_BREAK = -3.0  # log-odds at which a sentence starts after a full stop and before a capital
CLEAR_BREAK = -5.0  # and where the full stop ends a word, no number and no initial
UNLIKELY_BREAK = 2.0  # and behind a word without any mark, in one line
NO_BREAK = 12.0  # and behind the abbreviation of a title
_TITLES = frozenset(
    "adm. amb. atty. brig. capt. cllr. cmdr. col. dr. gen. gov. lt. maj. mr. mrs. ms. prof. rep. rev. sen. sgt.".split()
)
_QUOTES = frozenset('"“‘')
LEAST_PROBABLE = 0.1  # relations below this are not kept
MEETINGS, CUES, RELATIONS, STATUS = "kg_meetings", "kg_cues", "kg_relations", "kg_status"


class Relation(NamedTuple):
    """A scored relation between two tokens (indices): the first words of two spans."""

    name: str  # "role_holder", "role_org", "meeting_place", …, see labels.json
    anchor: int
    other: int
    probability: float


def relations(doc: Doc) -> list[Relation]:
    """The relations of a doc, also of one that was written to bytes and read again."""
    return [Relation(*r) for r in doc.user_data.get(RELATIONS, ())]


class NewsComponent:
    """Runs the shipped network over documents in batches."""

    def __init__(self, model: Path = MODEL, *, threads: int = 1) -> None:
        self.model, self.threads = model, threads
        self.network = Network(model, threads=threads)
        self._agree = agreement(self.network.labels["tag"], self.network.labels["pos"])
        self._pools = ThreadpoolController()  # NumPy's own threads, which would wait for each other on a busy machine

    def __getstate__(self) -> tuple[Path, int]:
        return self.model, self.threads

    def __setstate__(self, state: tuple[Path, int]) -> None:
        model, threads = state
        self.__init__(model, threads=threads)  # type: ignore[misc]

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the network into a folder, so that a saved pipeline is complete."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self.model / name, Path(path) / name)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "NewsComponent":
        """Read the network that `to_disk` wrote."""
        self.__init__(Path(path), threads=self.threads)  # type: ignore[misc]
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """Annotate a stream of documents, `batch_size` at a time."""
        documents = iter(stream)
        while docs := list(islice(documents, batch_size)):
            words = [[t for t in doc if not t.is_space] for doc in docs]
            vectors = self.network.vectors([[t.text for t in tokens] for tokens in words])
            for doc, tokens, vector in zip(docs, words, vectors, strict=True):
                if tokens:
                    with self._pools.limit(limits=self.threads, user_api="blas"):
                        self._annotate(doc, np.array([t.i for t in tokens]), vector)
                yield doc

    def _annotate(self, doc: Doc, index: Index, vectors: Array) -> None:
        """Write all annotations; `index` maps a row of `vectors` to its token."""
        network, labels = self.network, self.network.labels
        starts = self._sentence_starts(doc, index, vectors)
        bounds = list(pairwise([*starts, len(index)]))
        tags, kinds = agreeing(network.linear("tag", vectors), network.linear("pos", vectors), self._agree)
        tag, pos = [labels["tag"][i] for i in tags], [labels["pos"][i] for i in kinds]
        heads = self._heads(vectors, bounds)
        deps = [labels["dep"][i] for i in network.dependency_labels(vectors, heads)]
        for i in np.flatnonzero(heads == 0):
            deps[i] = "ROOT"
        heads = np.where(heads == 0, np.arange(len(heads)), heads - 1)
        forms = [doc[int(i)].lower_ for i in index]
        for n, kind, form in list(settled(forms, tag, pos, heads.tolist(), deps)):
            pos[n], tag[n] = kind, form
        entity, frame = network.linear("entity", vectors), network.linear("frame", vectors)
        entities: list[Span] = []
        meetings: list[Span] = []
        cues: list[Span] = []
        for start, end in bounds:
            for first, last, label in spans(entity[start:end], labels["entity"]):
                entities.append(_span(doc, index, start + first, start + last, label))
            for first, last, label in spans(frame[start:end], labels["frame"]):
                kind = labels["kind"][int(network.linear("kind", vectors[start + first][None]).argmax())]
                span = _span(doc, index, start + first, start + last, kind if label == "MEETING" else label)
                (meetings if label == "MEETING" else cues).append(span)
        _write(doc, index, tag, pos, heads, deps, network.lemmas)
        doc.set_ents(entities)
        doc.spans[MEETINGS], doc.spans[CUES] = meetings, cues
        row = {int(i): n for n, i in enumerate(index)}
        roles = [e for e in entities if e.label_ == "ROLE"]
        doc.user_data[RELATIONS] = [
            relation
            for start, end in bounds
            for relation in self._relations(
                [row[s.start] for s in (*roles, *meetings, *cues) if start <= row[s.start] < end],
                index,
                vectors,
                start,
                end,
            )
        ]
        status = labels["status"]
        doc.user_data[STATUS] = {
            s.start: status[int(network.linear("status", vectors[row[s.start]][None]).argmax())] for s in meetings
        }

    def _heads(self, vectors: Array, bounds: list[tuple[int, int]]) -> Index:
        """The head of every word within its sentence: 0 is the root, n + 1 the n-th word of the document."""
        dependents, heads = self.network.arc_sides(vectors)
        out = np.zeros(len(vectors), np.int64)
        for start, end in bounds:
            columns = np.array(tree(dependents[start:end] @ heads[[0, *range(start + 1, end + 1)]].T))
            out[start:end] = np.where(columns == 0, 0, columns + start)
        return out

    def _sentence_starts(self, doc: Doc, index: Index, vectors: Array) -> list[int]:
        scores = self.network.linear("sentence", vectors)
        margin = scores[:, 1] - scores[:, 0]
        starts = [0]
        for n in range(1, len(index)):
            token = doc[int(index[n])]
            gap = doc[int(index[n - 1]) + 1 : token.i]
            if (
                margin[n] > _least(doc[int(index[n - 1])], token, gap.text)
                or token.is_sent_start
                or gap.text.count("\n") > 1
            ):
                starts.append(n)
        return starts

    def _relations(self, anchors: list[int], index: Index, vectors: Array, start: int, end: int) -> Iterator[Relation]:
        if not anchors:
            return
        scores = self.network.relations(vectors[anchors], vectors[start:end])
        for r, a, w in np.argwhere(scores > LEAST_PROBABLE):
            yield Relation(
                self.network.labels["relation"][r],
                int(index[anchors[a]]),
                int(index[start + w]),
                round(float(scores[r, a, w]), 3),
            )


def _least(last: Token, token: Token, gap: str) -> float:
    """The log-odds that a sentence start needs, by what stands before it."""
    cut_mark = last.text == token.text == "`" and not last.whitespace_  # of "``"
    if cut_mark or (last.lower_ in _TITLES and "\n" not in gap):
        return NO_BREAK
    if last.text in {".", "?", "!"} and _opens(last, token):
        word = last.i > 0 and last.nbor(-1).is_alpha and len(last.nbor(-1)) > 1
        return CLEAR_BREAK if word else LIKELY_BREAK
    return UNLIKELY_BREAK if last.text[-1].isalnum() and "\n" not in gap else 0.0


def _opens(last: Token, token: Token) -> bool:
    """Whether a token may begin a sentence: a capital, or an opening quotation mark before one."""
    if token.text in _QUOTES and last.whitespace_ and not token.whitespace_ and token.i + 1 < len(token.doc):
        token = token.nbor()
    return token.text[:1].isupper()


def _span(doc: Doc, index: Index, first: int, last: int, label: str) -> Span:
    return Span(doc, int(index[first]), int(index[last - 1]) + 1, label=label)


def _write(
    doc: Doc,
    index: Index,
    tag: list[str],
    pos: list[str],
    heads: Index,
    deps: list[str],
    lemmas: dict[str, str],
) -> None:
    """Set tags, tree and lemmas; white space hangs on the word before it."""
    strings, morphs = doc.vocab.strings, doc.vocab.morphology
    features = morphology([doc[int(i)].text for i in index], pos, tag, heads.tolist(), deps)
    rows: list[list[int]] = []
    word_of = {int(i): n for n, i in enumerate(index)}
    previous = int(index[0])
    for token in doc:
        n = word_of.get(token.i)
        if n is None:
            head, values, morph = previous, ("dep", "SPACE", "_SP", token.text), ""
        else:
            previous = token.i
            head, morph = int(index[heads[n]]), features[n]
            values = (deps[n], pos[n], tag[n], lemmatize(token.text, pos[n], tag[n], lemmas))
        rows.append([(head - token.i) % 2**64, *(strings.add(v) for v in values), morphs.add(morph)])
    attributes = ["HEAD", "DEP", "POS", "TAG", "LEMMA", "MORPH"]
    doc.from_array(attributes, np.array(rows, np.uint64))  # type: ignore[arg-type]


@Language.factory(
    "kg_news",
    assigns=[
        "token.pos",
        "token.tag",
        "token.dep",
        "token.head",
        "token.lemma",
        "token.morph",
        "token.is_sent_start",
        "doc.ents",
        "doc.spans",
    ],
    default_config={"model": None, "threads": 1},
)
def make_news(nlp: Language, name: str, model: str | None, threads: int) -> NewsComponent:
    """Make the component; `model` is a folder as `training/export.py` writes it (default: the shipped one)."""
    return NewsComponent(Path(model) if model else MODEL, threads=threads)
