"""Which weights and windows decide best, on pairs made from photographs that training did not see.

    python benchmarks/decide.py weights [FOLDER …]     training results, beside controls
    python benchmarks/decide.py layers FOLDER          single layers, and channels of equal weight
    python benchmarks/decide.py confidence             how often a choice of a given confidence is right

No test set is looked at here: weights and settings are chosen by this table. The area limit is fixed as
published, so that all rows and all pairs are verified alike.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.contenders import (
    DEFAULTS,
    by_activity,
    decision_of,
    encoder_in,
    untrained_encoder,
)
from benchmarks.made_pairs import MadePair, made_pairs
from benchmarks.pairs import SHARED, psnr
from fusion import Photo
from fusion.photo import FloatMap, luminance
from fusion.settings import FIXED, ActivityParameters
from models.arrays import Picture
from models.manifest import WEIGHTS_FOLDER, WeightsError
from models.protocols import SharpnessMeasure
from models.running.tiling import Tick
from models.sesf.dimensions import BLOCKS, FEATURE_CHANNELS, GROWTH, HALO
from models.sesf.torch_runtime import TorchEncoderRuntime, squared_differences
from models.training.photographs import find_photographs, split_photographs

KINDS = ("cut out", "spreading", "cut out, noise", "spreading, noise")
CROP_BORDER = 16
FIXED_LIMIT = replace(DEFAULTS, area_limit=FIXED)
GAUSSIAN = replace(FIXED_LIMIT, window="gaussian")


def validation_pairs(data: Path, count: int) -> list[MadePair]:
    """Pairs from the photographs that a training with the default seed keeps for validation."""
    _, validation = split_photographs(find_photographs([data / "train"]), 0.1, seed=1)
    return list(made_pairs(validation, count, seed=7))


def row(
    name: str,
    measure: SharpnessMeasure | None,
    settings: ActivityParameters,
    pairs: Sequence[MadePair],
) -> str:
    """PSNR by kind of pair, its mean, and the share of pixels that the verified decision has right."""
    values: list[list[float]] = [[] for _ in KINDS]
    right = []
    for number, pair in enumerate(pairs):
        outcome = by_activity(measure, settings, [Photo(pair.first), Photo(pair.second)])
        values[number % len(KINDS)].append(psnr(Photo(outcome.pixels), Photo(pair.truth), CROP_BORDER))
        right.append(np.mean((decision_of(outcome).labels == 0) == pair.first_is_sharp))
    cells = [f"{np.mean(kind):.2f}" for kind in values]
    mean = np.mean([value for kind in values for value in kind])
    return f"| {name} | " + " | ".join([*cells, f"{mean:.3f}", f"{100 * np.mean(right):.2f} %"]) + " |"


def table_head() -> None:
    print("| | " + " | ".join([*KINDS, "mean PSNR", "decided rightly"]) + " |")
    print("|---" * (len(KINDS) + 3) + "|")


def compare_weights(folders: Sequence[Path], pairs: Sequence[MadePair]) -> None:
    """Print the table."""
    table_head()
    print(row("grey gradients, no network", None, FIXED_LIMIT, pairs), flush=True)
    print(row("grey gradients, Gaussian window", None, GAUSSIAN, pairs), flush=True)
    for seed in (1, 2):
        untrained = untrained_encoder(seed)
        print(row(f"untrained encoder, seed {seed}", untrained, FIXED_LIMIT, pairs), flush=True)
    for folder in folders:
        trained = encoder_in(folder)
        print(row(folder.name, trained, FIXED_LIMIT, pairs), flush=True)
        print(row(f"{folder.name}, Gaussian window", trained, GAUSSIAN, pairs), flush=True)


class ScaledEncoder(TorchEncoderRuntime):
    """A trained encoder whose channels are scaled before their gradients are compared."""

    def __init__(self, trained: TorchEncoderRuntime, scales: torch.Tensor) -> None:
        super().__init__(trained.encoder, trained.normalisation)
        self._scales = scales

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """As that of the encoder, of the whole picture at once; faint gradients count as well."""
        height, width = luminance.shape
        features = mirrored_features(self, np.asarray(luminance[0:height, 0:width], np.float32))
        changes = squared_differences(features * self._scales[None, :, None, None])
        inside: FloatMap = changes[HALO - 1 : -HALO, HALO - 1 : -HALO].contiguous().numpy()
        if tick:
            tick(1, 1)
        return inside


def mirrored_features(trained: TorchEncoderRuntime, luminance: FloatMap) -> torch.Tensor:
    """Features (1, 64, H + 2 * HALO, W + 2 * HALO) of luminance (H, W), mirrored outside."""
    padded = torch.from_numpy(np.pad(luminance, HALO, mode="symmetric"))[None, None]
    normalisation = trained.normalisation
    with torch.inference_mode():
        values: torch.Tensor = trained.encoder(
            (padded - normalisation.mean) / normalisation.deviation
        )
    return values


def compare_layers(folder: Path, pairs: Sequence[MadePair]) -> None:
    """Print what each layer's features decide alone, and all channels scaled to equal energy."""
    trained = encoder_in(folder)
    table_head()
    for layer in range(BLOCKS):
        chosen = torch.zeros(FEATURE_CHANNELS)
        chosen[layer * GROWTH : (layer + 1) * GROWTH] = 1
        layer_alone = ScaledEncoder(trained, chosen)
        print(row(f"layer {layer + 1} alone", layer_alone, FIXED_LIMIT, pairs), flush=True)
    features = (mirrored_features(trained, luminance(Photo(pair.first))) for pair in pairs)
    energies = [(values.diff(dim=3) ** 2).mean(dim=(0, 2, 3)) for values in features]
    equal = ScaledEncoder(trained, torch.stack(energies).mean(dim=0).add(1e-9).rsqrt())
    print(row("all channels, equal energy", equal, FIXED_LIMIT, pairs), flush=True)


def check_confidence(pairs: Sequence[MadePair]) -> None:
    """Print how often the choice is right where it matters, by confidence."""
    trained = encoder_in(WEIGHTS_FOLDER)
    confidences, right = [], []
    for pair in pairs:
        photos = [Photo(pair.first), Photo(pair.second)]
        decision = decision_of(by_activity(trained, FIXED_LIMIT, photos))
        difference = np.abs(pair.first.astype(int) - pair.second.astype(int)).max(axis=2)
        matters = difference > max(8.0, 3 * pair.noise)
        confidences.append(decision.confidence[matters])
        right.append(((decision.labels == 0) == pair.first_is_sharp)[matters])
    confidence, correct = np.concatenate(confidences), np.concatenate(right)
    print("| confidence | share of pixels | right |\n|---|---|---|")
    edges = (0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)
    for low, high in pairwise(edges):
        inside = (confidence >= low) & (confidence < high)
        share, hits = 100 * inside.mean(), 100 * correct[inside].mean()
        print(f"| {low:.2f} to {min(high, 1):.2f} | {share:.1f} % | {hits:.1f} % |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["weights", "layers", "confidence"])
    parser.add_argument("folders", nargs="*", type=Path, help="outputs of python -m models train")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds train/")
    parser.add_argument("--pairs", type=int, default=48, help="how many pairs to make")
    options = parser.parse_args()
    pairs = validation_pairs(options.data, options.pairs)
    try:
        if options.what == "weights":
            compare_weights(options.folders, pairs)
        elif options.what == "layers":
            for folder in options.folders:
                compare_layers(folder, pairs)
        else:
            check_confidence(pairs)
    except WeightsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
