"""The decision network (``models.decision.network``) as a graph for a tile of one size."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from openvino import Model
from openvino import opset15 as op

from models.manifest import State
from models.running.openvino_layers import (
    Node,
    best_other,
    constant,
    convolve,
    enlarge,
    layer,
    rough_and_rest,
    spatial_excitation,
)


def details_shown(state: State) -> int:
    """For how many sizes of detail the weights take the agreement (``models.decision.inputs``)."""
    return int(state["stem.weight"].shape[1]) // 4 - 2


def decision_graph(state: State, frames: int, height: int, width: int) -> Any:
    """Input as ``models.decision.inputs.network_input`` gives it.

    Outputs, each (n, 1, h, w): scores, and in-focus probabilities.

    ``height`` and ``width`` are multiples of ``models.decision.dimensions.MULTIPLE``.
    """
    details = details_shown(state)
    shown = op.parameter([frames, 2 + details, height, width], np.float32)
    pieces = input_pieces(shown, details)
    features = trunk(state, op.relu(stem(state, pieces)), frames, height, width)
    maps = op.depth_to_space(layer(state, "head", [features]), "depth_first", 2)
    if "fine.stem.weight" in state:
        maps = op.add(maps, fine_level(state, pieces, features, maps, frames, height, width))
    scores, logits = op.split(maps, constant(1, np.int64), 2).outputs()
    results = [op.result(scores), op.result(op.sigmoid(logits))]
    return Model(results, [shown], "decision")


def input_pieces(shown: Node, details: int) -> list[Node]:
    """The frame and its difference as rough and rest, for bfloat16, then the agreements as they are."""
    if not details:
        return rough_and_rest(shown)
    lengths = constant([2, details], np.int64)
    fine, agreement = op.variadic_split(shown, constant(1, np.int64), lengths).outputs()
    return [*rough_and_rest(fine), agreement]


def of_pieces(weight: npt.NDArray[Any], copied: int) -> npt.NDArray[Any]:
    """Weights for ``input_pieces``: the first ``copied`` are needed for rough and rest."""
    return np.concatenate([weight[:, :copied], weight], axis=1)


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
    return convolve([op.concat(smaller, 1)], of_pieces(state["stem.weight"], 8), state["stem.bias"])


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
    weight = of_pieces(state["fine.stem.weight"], 2)
    own = op.relu(convolve([op.concat(pieces, 1)], weight, state["fine.stem.bias"]))
    known = enlarge(layer(state, "fine.below", [features]), height, width)
    score = op.split(maps, constant(1, np.int64), 2).output(0)
    others = [best_other(own, frames), best_other(score, frames)]
    groups = [op.concat([known, own, others[0], score, others[1], *pieces[2:]], 1)]
    return layer(state, "fine.head", with_dense_layers(state, "fine", groups))


def dense_block(state: State, name: str, joined: Node) -> Node:
    """``SqueezeDenseBlock`` with sSE."""
    return op.relu(layer(state, f"{name}.gather", with_dense_layers(state, name, [joined])))


def with_dense_layers(state: State, name: str, groups: list[Node]) -> list[Node]:
    """The groups and what two densely connected layers with sSE add."""
    for number in range(2):
        added = op.relu(layer(state, f"{name}.convolutions.{number}", groups))
        groups = [*groups, spatial_excitation(state, f"{name}.attentions.{number}", added)]
    return groups
