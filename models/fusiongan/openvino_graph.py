"""FusionGAN (``models.fusiongan.network``) as OpenVINO operations."""

from __future__ import annotations

import numpy as np
from openvino import opset15 as op

from models.fusiongan.dimensions import EPSILON, KERNELS, RADIUS, SLOPE, TRAINING
from models.manifest import State
from models.running.openvino_layers import Node, constant, convolve
from models.running.painting import NodeMoments


class FusionGanGraphs:
    """The generator whose weights are ``state``, normalised by one of its statistics."""

    def __init__(self, state: State, statistics: str) -> None:
        self._state, self._statistics = state, statistics

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Infrared and visible (1, 2, h, w) in [0, 1] give the fused picture (1, 1, h, w) in [0, 1]."""
        features = self._features(channels, len(KERNELS), moments)
        picture = op.tanh(self._convolved("last", features))
        return op.multiply(op.add(picture, constant(1.0)), constant(0.5))

    def pooled(self, channels: Node, moments: NodeMoments) -> Node:
        """What layer number ``len(moments)`` gives over the picture, before it is normalised."""
        layer = len(moments)
        features = self._features(channels, layer, moments)
        return inside(self._convolved(f"layers.{layer}", features), layer)

    def _features(self, channels: Node, count: int, moments: NodeMoments | None) -> Node:
        """What ``count`` layers make of the channels, whose edge pixels are repeated outside."""
        around = constant([0, 0, RADIUS, RADIUS], np.int64)
        features = op.pad(
            op.subtract(op.multiply(channels, constant(2.0)), constant(1.0)), around, around, "edge"
        )
        for layer in range(count):
            features = self._convolved(f"layers.{layer}", features)
            features = op.prelu(self._normalised(features, layer, moments), constant([SLOPE]))
        return features

    def _normalised(self, features: Node, layer: int, moments: NodeMoments | None) -> Node:
        """A map less its mean, over its deviation, with the layer's scale and shift."""
        scale, shift, average, spread = (
            self._state[f"norms.{layer}.{part}"].reshape(1, -1, 1, 1)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        if self._statistics == TRAINING:
            scale = scale / np.sqrt(spread + EPSILON)
            return op.add(op.multiply(features, constant(scale)), constant(shift - average * scale))
        mean, variance = own_moments(features, layer) if moments is None else moments[layer]
        deviation = op.sqrt(op.add(variance, constant(EPSILON)))
        normal = op.divide(op.subtract(features, mean), deviation)
        return op.add(op.multiply(normal, constant(scale)), constant(shift))

    def _convolved(self, name: str, features: Node) -> Node:
        """A convolution without padding."""
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return convolve([features], weight, bias, padded=True)


def inside(features: Node, layer: int) -> Node:
    """The part of a layer's map that lies over the picture."""
    margin = sum(side // 2 for side in KERNELS[layer + 1 :])
    if margin == 0:
        return features
    limits = ([margin] * 2, [-margin] * 2, [1, 1], [2, 3])
    return op.slice(features, *(constant(values, np.int64) for values in limits))


def own_moments(features: Node, layer: int) -> tuple[Node, Node]:
    """Mean and variance of each channel over the picture, each (1, C, 1, 1)."""
    axes = constant([2, 3], np.int64)
    seen = inside(features, layer)
    mean = op.reduce_mean(seen, axes, True)
    apart = op.subtract(seen, mean)
    return mean, op.reduce_mean(op.multiply(apart, apart), axes, True)
