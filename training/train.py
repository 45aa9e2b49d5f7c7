"""Train the shipped pipeline: `python -m training.train --corpora DIR --encoder DIR --output FILE`.

One run mixes batches of the three kinds of source; each batch trains the heads whose labels it has.
Deterministic given the seed, on CPU (bfloat16 where the processor has it) or on a GPU.
"""

import argparse
import dataclasses
import random
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from kg.nlp.wordpieces import LOWER, MIXED, PAD, TITLE, UPPER, WordPieces
from training.data import ENTITY_LABELS, FRAME_LABELS, MASKED, RELATIONS, Example, load, read_config
from training.network import Labels, Network

IGNORE = -100
WIDTHS = 32  # tensors have multiples of so many columns
MASK = 103  # the piece "[MASK]" of BERT's uncased vocabulary
FUNCTION_WORDS = frozenset("a an and as at but by for from in of on or the to with over after".split())


def bio(labels: tuple[str, ...]) -> list[str]:
    """O, then B- and I- of every label."""
    return ["O", *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


def inventory(examples: dict[str, list[Example]]) -> Labels:
    """The labels seen often enough to be learnt."""

    def frequent(values: Counter[str], least: int = 5) -> list[str]:
        return sorted(v for v, n in values.items() if n >= least)

    trees, annotated = examples["tree"], examples["annotated"]
    return Labels(
        pos=frequent(Counter(p for e in trees for p in e.pos or ())),
        tag=frequent(Counter(t for e in trees for t in e.tag or ())),
        dep=frequent(Counter(d for e in trees for d in e.dep or ())),
        entity=bio(ENTITY_LABELS),
        frame=bio(FRAME_LABELS),
        relation=list(RELATIONS),
        kind=frequent(Counter(k for e in annotated for k in e.kind.values())),
        status=frequent(Counter(s for e in annotated for s in e.status.values())),
    )


@dataclasses.dataclass(slots=True)
class Batch:
    """Padded inputs and the examples they came from."""

    examples: list[Example]
    pieces: Tensor
    cases: Tensor
    mask: Tensor
    first: Tensor
    length: Tensor  # words of each example


class Batcher:
    """Examples → batches of about `budget` pieces, of similar length; case noise and hidden words on demand."""

    def __init__(self, pieces: WordPieces, *, budget: int, device: torch.device, hidden: float = 0.0) -> None:
        self.pieces, self.budget, self.device = pieces, budget, device
        self.hidden = hidden  # share of words that the encoder does not see
        self._windows: dict[int, tuple] = {}

    def encode(self, example: Example) -> tuple[list[int], list[int], list[int]]:
        """Piece ids, case classes and first-piece indices of a whole example."""
        if id(example) not in self._windows:
            (window,) = self.pieces.windows(example.words, size=10**6)
            self._windows[id(example)] = (list(window.pieces), list(window.cases), list(window.first))
        return self._windows[id(example)]

    def batches(self, examples: list[Example], rng: random.Random, *, case_noise: float) -> list[Batch]:
        """Shuffled batches of all examples that fit the encoder."""
        fitting = [e for e in examples if len(self.encode(e)[0]) <= 500]
        fitting.sort(key=lambda e: len(self.encode(e)[0]) + 8 * rng.random())
        groups: list[list[Example]] = [[]]
        longest = 0
        for e in fitting:
            longest = max(longest, len(self.encode(e)[0]))
            if groups[-1] and longest * (len(groups[-1]) + 1) > self.budget:
                groups.append([])
                longest = len(self.encode(e)[0])
            groups[-1].append(e)
        rng.shuffle(groups)
        return [self.collate(g, rng, case_noise) for g in groups if g]

    def collate(self, examples: list[Example], rng: random.Random, case_noise: float) -> Batch:
        """One padded batch."""
        encoded = [self.encode(e) for e in examples]
        cases = [
            self._noisy(e, c[1], rng) if rng.random() < case_noise else c[1]
            for e, c in zip(examples, encoded, strict=True)
        ]
        pieces = self.pad([self._hide(e[0], e[2], rng) for e in encoded], 0)
        return Batch(
            examples,
            pieces,
            self.pad(cases, PAD),
            self.pad([[1] * len(e[0]) for e in encoded], 0),
            self.pad([e[2] for e in encoded], 0),
            torch.tensor([len(e.words) for e in examples], device=self.device),
        )

    @staticmethod
    def _noisy(example: Example, cases: list[int], rng: random.Random) -> list[int]:
        """All capitals, headline capitals, or no capitals (the encoder itself is uncased)."""
        to = rng.choice((UPPER, TITLE, LOWER))
        words = iter(example.words)
        out = []
        for case in cases:
            word = next(words) if case not in (6, PAD) and len(out) not in (0, len(cases) - 1) else ""
            small = to == TITLE and word in FUNCTION_WORDS
            out.append(to if case in (LOWER, TITLE, UPPER, MIXED) and not small else case)
        return out

    def _hide(self, pieces: list[int], first: list[int], rng: random.Random) -> list[int]:
        """Pieces with some words masked, so that what a word is must be read from its neighbours too."""
        out = list(pieces)
        for start, end in pairwise([*first, len(pieces) - 1]):
            if self.hidden and rng.random() < self.hidden:
                out[start:end] = [MASK] * (end - start)
        return out

    def pad(self, rows: list[list[int]], value: int) -> Tensor:
        """Rows of ints → a rectangular tensor; few widths, because kernels are made anew for every shape."""
        width = -(-max(map(len, rows)) // WIDTHS) * WIDTHS
        return torch.tensor([r + [value] * (width - len(r)) for r in rows], device=self.device)


class Objective:
    """The training loss of a batch: the sum over the heads whose labels it has."""

    def __init__(self, network: Network, labels: Labels, batcher: Batcher) -> None:
        self.network, self.batcher = network, batcher
        self.index = {f.name: {v: i for i, v in enumerate(getattr(labels, f.name))} for f in dataclasses.fields(labels)}

    def __call__(self, batch: Batch) -> Tensor:
        words = self.network.words(batch.pieces, batch.cases, batch.mask, batch.first)
        example = batch.examples[0]
        loss = words.new_zeros(())
        if example.head is not None:
            loss = loss + self._tree(words, batch)
        if example.entity is not None:
            loss = loss + self._tags(self.network.entity(words), batch, "entity")
        if example.frame is not None:
            loss = loss + self._tags(self.network.frame(words), batch, "frame") + self._relations(words, batch)
        return loss

    def _tags(self, scores: Tensor, batch: Batch, name: str) -> Tensor:
        index = self.index[name]
        gold = self.batcher.pad(
            [[IGNORE if v == MASKED else index.get(v, IGNORE) for v in getattr(e, name)] for e in batch.examples],
            IGNORE,
        )
        return cross_entropy(scores, gold)

    def _tree(self, words: Tensor, batch: Batch) -> Tensor:
        starts = self.batcher.pad([e.sentence_start for e in batch.examples], IGNORE)
        sentence = starts.clamp(min=0).cumsum(1)  # number of the sentence of each word
        heads = self.batcher.pad([[h + 1 for h in e.head] for e in batch.examples], IGNORE)
        arcs = self.network.arcs(words).float()
        other = sentence.unsqueeze(2) != sentence.unsqueeze(1)
        padding = torch.arange(words.size(1), device=words.device)[None, None] >= batch.length[:, None, None]
        blocked = torch.cat([torch.zeros_like(other[..., :1]), other | padding], -1)
        loss = cross_entropy(arcs.masked_fill(blocked, -1e9), heads)
        loss = loss + cross_entropy(self.network.labels(words, heads.clamp(min=0)), self._gold(batch, "dep"))
        loss = loss + cross_entropy(self.network.sentence(words), starts)
        for name, head in (("pos", self.network.pos), ("tag", self.network.tag)):
            loss = loss + cross_entropy(head(words), self._gold(batch, name))
        return loss

    def _gold(self, batch: Batch, name: str) -> Tensor:
        index = self.index[name]
        return self.batcher.pad([[index.get(v, IGNORE) for v in getattr(e, name)] for e in batch.examples], IGNORE)

    def _relations(self, words: Tensor, batch: Batch) -> Tensor:
        scores = self.network.relations(words).float()
        gold, known = torch.zeros_like(scores), torch.zeros_like(scores)
        kinds = torch.full(words.shape[:2], IGNORE, device=words.device)
        statuses = kinds.clone()
        for b, e in enumerate(batch.examples):
            for i in e.anchors:
                known[b, :, i, : len(e.words)] = 1
            for i, j, relation in e.relations:
                gold[b, self.index["relation"][relation], i, j] = 1
            for i, kind in e.kind.items():
                kinds[b, i] = self.index["kind"].get(kind, IGNORE)
            for i, status in e.status.items():
                statuses[b, i] = self.index["status"].get(status, IGNORE)
        each = F.binary_cross_entropy_with_logits(scores, gold, reduction="none")
        loss = (each * known * (1 + 4 * gold)).sum() / (1 + gold.sum())
        for head, target in ((self.network.kind, kinds), (self.network.status, statuses)):
            if (target != IGNORE).any():
                loss = loss + 0.5 * cross_entropy(head(words), target)
        return loss


def cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    """Mean cross entropy over the words that have a gold label."""
    return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORE)


def train(config: dict, corpora: Path, encoder: Path, output: Path) -> None:
    """Train the stages of the configuration one after another; weights, labels and configuration in one file.

    After each stage N the state is also written to `output` with the suffix `.N`; training goes on behind
    the last stage whose file is there already.
    """
    torch.set_num_threads(config["threads"])
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    files = [output.with_suffix(f".{number}.pt") for number in range(1, len(config["stages"]) + 1)]
    begin = max((n for n, file in enumerate(files, start=1) if file.exists()), default=0)
    for number, stage in enumerate(config["stages"]):
        if number >= begin:
            torch.manual_seed(config["seed"])
            sources = {name: config["sources"][name] | {"share": share} for name, share in stage["shares"].items()}
            paragraph = stage["paragraph"]
            examples = load(corpora, sources, seed=config["seed"], max_words=stage["max_words"], paragraph=paragraph)
            saved = torch.load(files[number - 1], weights_only=True) if number else None
            labels = Labels(**saved["labels"]) if saved else inventory(examples)
            network = Network(encoder, labels, dropout=config["dropout"]).to(device)
            if saved:
                network.load_state_dict(saved["weights"])
            pieces = WordPieces(encoder / "tokenizer.json")
            hidden = stage.get("hidden_words", 0.0)
            batcher = Batcher(pieces, budget=config["batch_pieces"], device=device, hidden=hidden)
            fit(network, labels, batcher, examples, stage | config)
            save(network, labels, config, files[number])
    average(files[-config["average"] :], output)


def average(files: list[Path], output: Path) -> None:
    """The mean of the weights of several stages: what each learnt alone that helps only itself evens out."""
    states = [torch.load(f, weights_only=True) for f in files]
    last = states[-1]["weights"]
    mean = {
        k: torch.stack([s["weights"][k] for s in states]).mean(0) if v.is_floating_point() else v
        for k, v in last.items()
    }
    torch.save(states[-1] | {"weights": mean}, output)


def fit(network: Network, labels: Labels, batcher: Batcher, examples: dict[str, list[Example]], config: dict) -> None:
    """One stage: mixed batches, learning rates that rise for 6 % of the steps and then fall linearly."""
    rng = random.Random(config["seed"])
    objective = Objective(network, labels, batcher)
    groups: tuple[list, list] = ([], [])
    for name, parameter in network.named_parameters():
        groups[not name.startswith("bert")].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[0], "lr": config["encoder_lr"]}, {"params": groups[1], "lr": config["head_lr"]}],
        weight_decay=0.01,
        fused=True,
    )

    def plan() -> list[Batch]:
        out = [b for kind in examples.values() for b in batcher.batches(kind, rng, case_noise=config["case_noise"])]
        rng.shuffle(out)
        return out

    batches = plan()
    steps = config["epochs"] * len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda i: min(1.0, (i + 1) / (0.06 * steps)) * max(0.02, 1 - i / steps)
    )
    started, step = time.monotonic(), 0
    running: Counter[str] = Counter()
    network.train()
    while step < steps:
        for batch in batches[: steps - step]:
            with torch.autocast(batcher.device.type, dtype=torch.bfloat16):
                loss = objective(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            kind = "tree" if batch.examples[0].head else "annotated" if batch.examples[0].frame else "entity"
            running[kind] = 0.98 * running[kind] + 0.02 * loss.item()
            step += 1
            if step % 200 == 0:
                shown = " ".join(f"{k} {v:.3f}" for k, v in sorted(running.items()))
                print(f"step {step}/{steps} {time.monotonic() - started:.0f} s  {shown}", flush=True)
        batches = plan()


def save(network: Network, labels: Labels, config: dict, output: Path) -> None:
    """Weights, label inventory and configuration, for `training.export`."""
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": network.state_dict(), "labels": dataclasses.asdict(labels), "config": config}, output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--corpora", type=Path, required=True, help="folder that the sources of the config lie in")
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--output", type=Path, default=Path("build/model.pt"))
    args = parser.parse_args()
    train(read_config(args.config), args.corpora, args.encoder, args.output)


if __name__ == "__main__":
    main()
