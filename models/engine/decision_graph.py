"""The decision network (``models.decision.network``) as a graph for a tile of one size."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from openvino import Model
from openvino import opset15 as op

from models.engine.layers import (
    Node,
    State,
    best_other,
    constant,
    convolve,
    enlarge,
    layer,
    spatial_excitation,
    two_parts,
)

LEVELS = 4
MULTIPLE = 2**LEVELS
DIFFERENCE_GAIN = 8.0


def network_input(luminance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What the graph takes, (n, 2, h, w), of luminance (n, h, w) in [0, 1].

    Luminance − ½, and the difference from the mean of the frames times 8, both in float32: inside the
    graph the mean would be rounded to 8 bits.
    """
    result = np.empty((len(luminance), 2, *luminance.shape[1:]), np.float32)
    np.subtract(luminance, np.float32(0.5), out=result[:, 0])
    np.subtract(luminance, luminance.mean(axis=0), out=result[:, 1])
    result[:, 1] *= np.float32(DIFFERENCE_GAIN)
    return result


def decision_graph(state: State, frames: int, height: int, width: int) -> Any:
    """Input as ``network_input`` gives it; outputs, each (n, 1, h, w): scores, and how probable it is
    that a frame is faithful.

    ``height`` and ``width`` are multiples of ``MULTIPLE``.
    """
    both = op.parameter([frames, 2, height, width], np.float32)
    scores_and_logits = coarse_level(state, both, frames, height, width)
    scores, logits = op.split(scores_and_logits, constant(1, np.int64), 2).outputs()
    results = [op.result(scores), op.result(op.sigmoid(logits))]
    return Model(results, [both], "decision")


def coarse_level(state: State, both: Node, frames: int, height: int, width: int) -> Node:
    """The U-shaped trunk: (n, 2, h, w), scores and logits."""
    features = op.relu(stem(state, both))
    skipped: list[Node] = []
    for level in range(LEVELS):
        if level:
            features = op.relu(layer(state, f"down.{level - 1}", [features], stride=2))
        parts = [op.concat([features, best_other(features, frames)], 1)]
        features = dense_block(state, f"encoders.{level}", parts)
        skipped.append(features)
    for level in reversed(range(LEVELS - 1)):
        scale = 2 ** (level + 1)
        larger = enlarge(layer(state, f"up.{level}", [features]), height // scale, width // scale)
        parts = [op.concat([larger, skipped[level]], 1)]
        features = dense_block(state, f"decoders.{level}", parts)
    return op.depth_to_space(layer(state, "head", [features]), "depth_first", 2)


def stem(state: State, both: Node) -> Node:
    """The first convolution, at half size."""
    pieces = [op.space_to_depth(part, "depth_first", 2) for part in two_parts(both)]
    weight = np.concatenate([state["stem.weight"]] * 2, axis=1)
    return convolve([op.concat(pieces, 1)], weight, state["stem.bias"])


def dense_block(state: State, name: str, parts: list[Node]) -> Node:
    """``SqueezeDenseBlock`` with sSE."""
    for number in range(2):
        added = op.relu(layer(state, f"{name}.convolutions.{number}", parts))
        parts = [*parts, spatial_excitation(state, f"{name}.attentions.{number}", added)]
    return op.relu(layer(state, f"{name}.gather", parts))
