"""PMGI (``models.pmgi.network``) as OpenVINO operations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from openvino import opset15 as op

from models.manifest import State
from models.pmgi.dimensions import EPSILON, GROWTH, LAYERS, SLOPE, TRAINING, TRANSFERS, seen_by
from models.running.openvino_layers import Node, constant, layer
from models.running.painting import NodeMoments

PATHS = ("intensity", "gradient")
Maps = tuple[Node, Node]
"""Of the intensity and of the gradient path."""


class PmgiGraphs:
    """The network whose weights are ``state``, normalised by one of its statistics."""

    def __init__(self, state: State, statistics: str) -> None:
        self._state, self._statistics = state, statistics

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Two pictures (1, 2, h, w) in [0, 1] give the fused one (1, 1, h, w) in [0, 1]."""
        maps = self._maps(channels, len(LAYERS), moments)
        groups = [part for number in (0, 1, 3, 5) for part in maps[number]]
        picture = op.tanh(layer(self._state, "last", groups))
        return op.multiply(op.add(picture, constant(1.0)), constant(0.5))

    def pooled(self, channels: Node, moments: NodeMoments) -> Node:
        """What layer number ``len(moments)`` gives on both paths, before it is normalised."""
        return op.concat(list(self._convolved(channels, self._maps(channels, len(moments), moments))), 1)

    def _maps(self, channels: Node, count: int, moments: NodeMoments | None) -> list[Maps]:
        """What the first ``count`` layers give."""
        maps: list[Maps] = []
        for number in range(count):
            convolved = op.concat(list(self._convolved(channels, maps)), 1)
            given = moments[number] if moments else None
            features = op.prelu(self._normalised(convolved, number, given), constant([SLOPE]))
            first, second = op.split(features, constant(1, np.int64), 2).outputs()
            maps.append((first, second))
        return maps

    def _convolved(self, channels: Node, maps: Sequence[Maps]) -> Maps:
        """The convolutions of the next layer, on both paths."""
        number = len(maps)
        if number == 0:
            shifted = op.subtract(op.multiply(channels, constant(2.0)), constant(1.0))
            first, second = op.split(shifted, constant(1, np.int64), 2).outputs()
            inputs = [[first, first, second], [second, second, first]]
        elif number in TRANSFERS:
            inputs = [list(maps[-1])] * 2
        else:
            inputs = [[maps[seen][path] for seen in seen_by(number)] for path in (0, 1)]
        intensity, gradient = (
            layer(self._state, f"{path}.layers.{number}", groups)
            for path, groups in zip(PATHS, inputs, strict=True)
        )
        return intensity, gradient

    def _normalised(self, features: Node, number: int, given: tuple[Node, Node] | None) -> Node:
        """The maps of both paths (1, 32, h, w), less their mean, over their deviation, scaled."""
        scale, shift, average, spread = (
            np.concatenate([self._state[f"{path}.norms.{number}.{part}"] for path in PATHS])
            .reshape(1, 2 * GROWTH, 1, 1)
            .astype(np.float32)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        if self._statistics == TRAINING:
            scale = scale / np.sqrt(spread + EPSILON)
            return op.add(op.multiply(features, constant(scale)), constant(shift - average * scale))
        mean, variance = own_moments(features) if given is None else given
        deviation = op.sqrt(op.add(variance, constant(EPSILON)))
        normal = op.divide(op.subtract(features, mean), deviation)
        return op.add(op.multiply(normal, constant(scale)), constant(shift))


def own_moments(features: Node) -> tuple[Node, Node]:
    """Mean and variance of each channel over the picture, each (1, C, 1, 1)."""
    axes = constant([2, 3], np.int64)
    mean = op.reduce_mean(features, axes, True)
    apart = op.subtract(features, mean)
    return mean, op.reduce_mean(op.multiply(apart, apart), axes, True)
