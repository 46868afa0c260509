"""The generator (``models.mffgan.network``) as OpenVINO operations."""

from __future__ import annotations

import numpy as np
from openvino import opset15 as op

from models.manifest import State
from models.mffgan.dimensions import BOTH, PUBLISHED, SLOPE
from models.running.openvino_layers import Node, constant, convolve, leaky_relu, reflected
from models.running.painting import NodeMoments

BRANCHES = ("near", "far")


class GeneratorGraphs:
    """The generator whose weights are ``state``, run as the variant says."""

    def __init__(self, state: State, variant: str) -> None:
        self._state, self._variant = state, variant

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Two pictures (1, 2, h, w) give the fused one (1, 1, h, w)."""
        del moments
        scaled = op.subtract(op.multiply(channels, constant(2.0)), constant(1.0))
        first, second = op.split(scaled, constant(1, np.int64), 2).outputs()
        if self._variant == BOTH:
            first, second = op.concat([first, second], 0), op.concat([second, first], 0)
        fused = self._generated([first, second])
        if self._variant == BOTH:
            fused = op.reduce_mean(fused, constant([0], np.int64), True)
        return op.add(op.multiply(fused, constant(0.5)), constant(0.5))

    def _generated(self, pictures: list[Node]) -> Node:
        """The fused picture of the near- and the far-focused one, in [-1, 1]."""
        one = [self._step(b, "step_1", [picture]) for b, picture in enumerate(pictures)]
        two = [self._step(b, "step_2", [one[b]]) for b in (0, 1)]
        mixed = [self._step(b, "exchange_2", two) for b in (0, 1)]
        three = [self._step(b, "step_3", [one[b], two[b], mixed[b]]) for b in (0, 1)]
        mixed = [self._step(b, "exchange_3", three) for b in (0, 1)]
        four = [self._step(b, "step_4", [one[b], two[b], three[b], mixed[b]]) for b in (0, 1)]
        return op.tanh(self._layer("out", [*one, *two, *three, *four]))

    def _step(self, branch: int, name: str, groups: list[Node]) -> Node:
        return leaky_relu(self._layer(f"{BRANCHES[branch]}.{name}", groups), SLOPE)

    def _layer(self, name: str, groups: list[Node]) -> Node:
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        margin = weight.shape[2] // 2
        mirrored = self._variant != PUBLISHED and margin > 0
        if mirrored:
            groups = [reflected(group, margin) for group in groups]
        return convolve(groups, weight, bias, padded=mirrored)
