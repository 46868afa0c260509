"""UFGAN's U-Net (``models.ufgan.network``) as OpenVINO operations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openvino import opset1
from openvino import opset15 as op

from models.manifest import State
from models.running.openvino_layers import Node, constant, convolve, reflected
from models.running.painting import NodeMoments
from models.ufgan.dimensions import SLOPE, level_count


class UfGanGraphs:
    """The U-Net whose weights are ``state``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Infrared and visible (1, 2, h, w) in [0, 1] give the fused picture (1, 1, h, w) in [0, 1]."""
        del moments
        levels = level_count(self._state)
        sources = op.subtract(op.multiply(channels, constant(2.0)), constant(1.0))
        features, kept = self._block("down.0", [sources]), []
        for level in range(1, levels):
            kept.append(features)
            features = self._block(f"down.{level}", [halved(features)])
        for level in range(levels - 1):
            features = self._block(f"up.{level}", [kept.pop(), self._enlarged(level, features)])
        painted = convolve([features], self._state["last.weight"], self._state["last.bias"])
        mean = op.reduce_mean(sources, constant([1], np.int64), True)
        picture = op.clamp(op.add(painted, mean), -1.0, 1.0)
        return op.multiply(op.add(picture, constant(1.0)), constant(0.5))

    def _block(self, name: str, groups: Sequence[Node]) -> Node:
        """Two 3x3 convolutions beside a 1x1 one, added."""
        inner = op.prelu(self._reflecting(f"{name}.first", groups), constant([SLOPE]))
        inner = self._reflecting(f"{name}.second", [inner])
        beside = convolve(groups, self._state[f"{name}.beside.weight"])
        return op.prelu(op.add(inner, beside), constant([SLOPE]))

    def _reflecting(self, name: str, groups: Sequence[Node]) -> Node:
        """A 3x3 convolution, the picture reflected outside."""
        padded = [reflected(group, 1) for group in groups]
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return convolve(padded, weight, bias, padded=True)

    def _enlarged(self, level: int, features: Node) -> Node:
        """Twice as large, by a transposed convolution."""
        weight, bias = (self._state[f"enlarge.{level}.{part}"] for part in ("weight", "bias"))
        larger = op.convolution_backprop_data(features, constant(weight), [2, 2])
        return op.prelu(op.add(larger, constant(bias.reshape(1, -1, 1, 1))), constant([SLOPE]))


def halved(features: Node) -> Node:
    """The largest of every 2x2 pixels."""
    return opset1.max_pool(features, [2, 2], [0, 0], [0, 0], [2, 2])
