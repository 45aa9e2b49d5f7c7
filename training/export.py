"""Trained weights → the model folder that ships: `python -m training.export --weights FILE --encoder DIR`.

The encoder becomes ONNX with int8 weights (dynamic quantization), the heads float16 arrays; the
lemma table holds what the rules of `kg.nlp.lemma` get wrong on the training trees.
"""

import argparse
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.nlp.lemma import lemmatize
from training.data import from_tree, read_docs
from training.network import Labels, Network


class Encoder(torch.nn.Module):
    """The part of the network that becomes ONNX."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, cases: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.network.encode(pieces, cases, mask)


def export_encoder(network: Network, path: Path) -> None:
    """Write the int8 encoder."""
    pieces = torch.randint(1000, 20000, (2, 16))
    example = (pieces, torch.zeros_like(pieces), torch.ones_like(pieces))
    names = ["pieces", "cases", "mask"]
    axes = {name: {0: "batch", 1: "length"} for name in (*names, "hidden")}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            Encoder(network),
            example,
            str(full),
            input_names=names,
            output_names=["hidden"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def lemma_exceptions(files: list[Path], *, least: int = 1) -> dict[str, str]:
    """What the rules get wrong: "word|POS" → lemma, by majority."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    tags: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        for doc in read_docs(file):
            for e in from_tree(doc):
                for word, pos, tag, lemma in zip(e.words, e.pos or (), e.tag or (), e.lemma or (), strict=True):
                    if pos not in {"PROPN", "NUM", "PUNCT", "SYM", "X"} and word.isascii() and lemma.isascii():
                        key = f"{word.lower()}|{pos}"
                        seen[key][lemma] += 1
                        tags[key][tag] += 1
    out = {}
    for key, lemmas in seen.items():
        word, pos = key.rsplit("|", 1)
        lemma, count = lemmas.most_common(1)[0]
        tag = tags[key].most_common(1)[0][0]
        if count >= least and lemmatize(word, pos, tag, {}) != lemma and "\t" not in lemma:
            out[key] = lemma
    return out


def export(weights: Path, encoder: Path, corpora: Path, output: Path) -> None:
    """Write the whole model folder."""
    saved = torch.load(weights, map_location="cpu", weights_only=True)
    network = Network(encoder, Labels(**saved["labels"]))
    network.load_state_dict(saved["weights"])
    network.eval()
    output.mkdir(parents=True, exist_ok=True)
    export_encoder(network, output / "encoder.onnx")
    heads = {
        k: v.to(torch.float16).numpy() for k, v in network.state_dict().items() if not k.startswith(("bert.", "case."))
    }
    np.savez_compressed(output / "heads.npz", **heads)
    shutil.copy(encoder / "tokenizer.json", output / "pieces.json")
    trees = [corpora / s["file"] for s in saved["config"]["sources"].values() if s["kind"] == "tree"]
    rows = sorted(f"{key}\t{lemma}" for key, lemma in lemma_exceptions(trees).items())
    (output / "lemmas.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    about = {"name": "kg_news", "version": "0.4.0", "encoder": "all-MiniLM-L6-v2", "licence": "CC BY-SA 4.0"}
    text = json.dumps({"about": about, "labels": saved["labels"]}, ensure_ascii=False, indent=1)
    (output / "labels.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=Path("build/model.pt"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path("kg/nlp/model"))
    args = parser.parse_args()
    export(args.weights, args.encoder, args.corpora, args.output)


if __name__ == "__main__":
    main()
