"""The model folder that ships → weights to train on from: `python -m training.restore --encoder DIR --output FILE`.

The float weights of a release are not kept. What int8 and float16 left of them is a good start for further
stages: written as `build/model.3.pt`, training goes on with the fourth stage of the configuration.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from kg.nlp.component import MODEL
from training.data import OWN, read_config
from training.network import Labels, Network
from training.train import save


def encoder_weights(path: Path) -> dict[str, np.ndarray]:
    """The float32 weights of a quantized encoder by the names of `Network`."""
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def floats(stem: str) -> np.ndarray:
        shifted = arrays[f"{stem}_quantized"].astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)
        return shifted * arrays[f"{stem}_scale"]

    out = {name.removeprefix("network."): a for name, a in arrays.items() if name.endswith((".weight", ".bias"))}
    for name in arrays:
        if name.startswith("network.") and name.endswith("_quantized"):  # embeddings
            stem = name.removesuffix("_quantized")
            out[stem.removeprefix("network.")] = floats(stem)
    for node in graph.node:
        if node.op_type == "MatMulInteger":  # "/bert/encoder/layer.0/output/dense/MatMul_quant"
            module = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".")
            out[f"{module}.weight"] = floats(node.input[1].removesuffix("_quantized")).T
    return out


def restore(model: Path, encoder: Path) -> tuple[Network, Labels]:
    """A network with the weights of a model folder."""
    labels = Labels(**json.loads((model / "labels.json").read_text(encoding="utf-8"))["labels"])
    network = Network(encoder, labels)
    with np.load(model / "heads.npz") as heads:
        arrays = {**heads, **encoder_weights(model / "encoder.onnx")}
    state = network.state_dict()
    missing = {k for k in state if k not in arrays and state[k].is_floating_point()}
    if missing:
        raise ValueError(f"{model}: no weights for {', '.join(sorted(missing))}")
    network.load_state_dict(state | {k: torch.tensor(np.float32(v)) for k, v in arrays.items()})
    return network, labels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--output", type=Path, required=True)
    args = parser.parse_args()
    network, labels = restore(args.model, args.encoder)
    save(network, labels, read_config(OWN / "config.toml"), args.output)


if __name__ == "__main__":
    main()
