"""DenseFuse (``models.densefuse.network``) as OpenVINO operations."""

from __future__ import annotations

import numpy as np
from openvino import opset15 as op

from models.densefuse.dimensions import ADDITION, BLOCK, DECODER, DENSE, EPSILON, MEAN
from models.manifest import State
from models.running.openvino_layers import Node, constant, convolve, reflected
from models.running.painting import NodeMoments


class DenseFuseGraphs:
    """The network whose weights are ``state``, with one of its fusion rules."""

    def __init__(self, state: State, rule: str) -> None:
        self._state, self._rule = state, rule

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Two pictures (1, 2, h, w) give the fused one (1, 1, h, w)."""
        del moments
        first, second = op.split(channels, constant(1, np.int64), 2).outputs()
        features = self._joined(self._encoded(first), self._encoded(second))
        last = len(DECODER) - 2
        for number in range(last):
            features = [op.relu(self._layer(f"decoder.{number}", features))]
        return self._layer(f"decoder.{last}", features)

    def _encoded(self, picture: Node) -> list[Node]:
        """Features as groups of 16 channels, the newest first."""
        groups = [op.relu(self._layer("first", [picture]))]
        for number in range(DENSE):
            groups.insert(0, op.relu(self._layer(f"dense.{number}", groups)))
        return groups

    def _joined(self, first: list[Node], second: list[Node]) -> list[Node]:
        """Features of two pictures as one, by the rule."""
        if self._rule in (ADDITION, MEAN):
            factor = constant(1.0 if self._rule == ADDITION else 0.5)
            return [op.multiply(op.add(a, b), factor) for a, b in zip(first, second, strict=True)]
        activity, other = activity_of(first), activity_of(second)
        share = op.divide(activity, op.add(op.add(activity, other), constant(EPSILON)))
        rest = op.subtract(constant(1.0), share)
        return [
            op.add(op.multiply(a, share), op.multiply(b, rest))
            for a, b in zip(first, second, strict=True)
        ]

    def _layer(self, name: str, groups: list[Node]) -> Node:
        """A convolution with the picture reflected outside."""
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return convolve([reflected(group, 1) for group in groups], weight, bias, padded=True)


def activity_of(groups: list[Node]) -> Node:
    """L1 norm over the channels, averaged over a block of 3x3 pixels; (1, 1, h, w)."""
    norms = [op.reduce_sum(op.abs(group), constant([1], np.int64), True) for group in groups]
    total = norms[0]
    for norm in norms[1:]:
        total = op.add(total, norm)
    side = 2 * BLOCK + 1
    block = np.full((1, 1, side, side), 1 / side**2, np.float32)
    return convolve([reflected(total, BLOCK)], block, padded=True)
