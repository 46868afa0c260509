"""The mask generator (``models.smfuse.network``) as OpenVINO operations."""

from __future__ import annotations

import numpy as np
from openvino import opset15 as op

from models.manifest import State
from models.running.openvino_layers import Node, constant, convolve, leaky_relu, reflected
from models.running.painting import NodeMoments
from models.smfuse.dimensions import DECODER, DILATIONS, SLOPE


class MaskGraphs:
    """The network whose weights are ``state``, in one of its variants."""

    def __init__(self, state: State, variant: str) -> None:
        self._state, self._dilations = state, DILATIONS[variant]

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Two pictures (1, 2, h, w) give the map (1, 1, h, w), the mean of both their orders."""
        del moments
        scaled = op.subtract(op.multiply(channels, constant(2.0)), constant(1.0))
        first, second = op.split(scaled, constant(1, np.int64), 2).outputs()
        one = self._branch("first", op.concat([first, second], 0))
        other = self._branch("second", op.concat([second, first], 0))
        values = [output for pair in zip(one, other, strict=True) for output in pair]
        last = len(DECODER) - 2
        for number in range(last):
            values = [leaky_relu(self._layer(f"decoder.{number}", values), SLOPE)]
        both = op.tanh(self._layer(f"decoder.{last}", values))
        given, exchanged = op.split(both, constant(0, np.int64), 2).outputs()
        return op.add(op.multiply(op.subtract(given, exchanged), constant(0.25)), constant(0.5))

    def _branch(self, name: str, pictures: Node) -> list[Node]:
        """The outputs of the four layers of a branch."""
        outputs: list[Node] = []
        for number, dilation in enumerate(self._dilations):
            groups = [reflected(group, dilation) for group in outputs or [pictures]]
            layer = f"{name}.layers.{number}"
            outputs.append(leaky_relu(self._layer(layer, groups, dilation), SLOPE))
        return outputs

    def _layer(self, name: str, groups: list[Node], dilation: int = 1) -> Node:
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return convolve(groups, weight, bias, padded=True, dilation=dilation)
