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

MULTIPLE = 16
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
    pieces = two_parts(both)
    features = trunk(state, op.relu(stem(state, pieces)), frames, height, width)
    maps = op.depth_to_space(layer(state, "head", [features]), "depth_first", 2)
    if "fine.stem.weight" in state:
        maps = op.add(maps, fine_level(state, pieces, features, maps, frames, height, width))
    scores, logits = op.split(maps, constant(1, np.int64), 2).outputs()
    results = [op.result(scores), op.result(op.sigmoid(logits))]
    return Model(results, [both], "decision")


def trunk(state: State, features: Node, frames: int, height: int, width: int) -> Node:
    """Down and up again; the features at half size."""
    levels = sum(f"encoders.{level}.gather.weight" in state for level in range(9))
    skipped: list[Node] = []
    for level in range(levels):
        if level:
            features = op.relu(layer(state, f"down.{level - 1}", [features], stride=2))
        joined = op.concat([features, best_other(features, frames)], 1)
        features = dense_block(state, f"encoders.{level}", joined)
        skipped.append(features)
    for level in reversed(range(levels - 1)):
        scale = 2 ** (level + 1)
        larger = enlarge(layer(state, f"up.{level}", [features]), height // scale, width // scale)
        joined = op.concat([larger, skipped[level]], 1)
        features = dense_block(state, f"decoders.{level}", joined)
    return features


def stem(state: State, pieces: list[Node]) -> Node:
    """The first convolution, at half size."""
    smaller = [op.space_to_depth(piece, "depth_first", 2) for piece in pieces]
    weight = np.concatenate([state["stem.weight"]] * 2, axis=1)
    return convolve([op.concat(smaller, 1)], weight, state["stem.bias"])


def fine_level(
    state: State,
    pieces: list[Node],
    features: Node,
    maps: Node,
    frames: int,
    height: int,
    width: int,
) -> Node:
    """``FineLevel``: what is added to the trunk's maps at full size."""
    weight = np.concatenate([state["fine.stem.weight"]] * 2, axis=1)
    own = op.relu(convolve([op.concat(pieces, 1)], weight, state["fine.stem.bias"]))
    known = enlarge(layer(state, "fine.below", [features]), height, width)
    score = op.split(maps, constant(1, np.int64), 2).output(0)
    others = [best_other(own, frames), best_other(score, frames)]
    parts = [op.concat([known, own, others[0], score, others[1]], 1)]
    return layer(state, "fine.head", with_dense_layers(state, "fine", parts))


def dense_block(state: State, name: str, joined: Node) -> Node:
    """``SqueezeDenseBlock`` with sSE."""
    return op.relu(layer(state, f"{name}.gather", with_dense_layers(state, name, [joined])))


def with_dense_layers(state: State, name: str, parts: list[Node]) -> list[Node]:
    """The parts and what two densely connected layers with sSE add."""
    for number in range(2):
        added = op.relu(layer(state, f"{name}.convolutions.{number}", parts))
        parts = [*parts, spatial_excitation(state, f"{name}.attentions.{number}", added)]
    return parts
