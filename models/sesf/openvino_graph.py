"""The SE dense encoder (``models.sesf.network``) as OpenVINO graphs: gradient energy and gates.

Zeros around a tile reach ``RECEPTIVE_RADIUS`` pixels into it; whoever cuts the tiles leaves these out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from openvino import Model
from openvino import opset15 as op

from models.attention_names import pools_globally
from models.manifest import State
from models.protocols import FAINTEST_ENERGY
from models.running.openvino_layers import Node, constant, convolve, rough_and_rest, spatial_excitation
from models.sesf.dimensions import BLOCKS, EPSILON, GROWTH, RECEPTIVE_RADIUS
from models.sesf.weights import EncoderPart

Values = npt.NDArray[np.float32]
GATES = [1, GROWTH, 1, 1]


class EncoderGraphs:
    """The graphs of one encoder, whose weights are ``state`` (``models.sesf.weights.encoder_state``)."""

    def __init__(self, state: State, part: EncoderPart) -> None:
        self._state = state
        self._part = part
        self.pools_globally = pools_globally(part.attention)

    def gradient_energy(self, height: int, width: int) -> Any:
        """Luminance (1, 1, h, w), and where they are needed the gates (1, 16, 1, 1) of every block, give
        the gradient energy (1, 1, h, w)."""
        luminance = op.parameter([1, 1, height, width], np.float32)
        count = BLOCKS if self.pools_globally else 0
        gates = [op.parameter(GATES, np.float32) for _ in range(count)]
        total = None
        for features in self._blocks(luminance, lambda block, _: gates[block] if gates else None):
            for difference in differences(features):
                square = op.multiply(difference, difference)
                total = square if total is None else op.add(total, square)
        energy = convolve([total], np.ones((1, GROWTH, 1, 1), np.float32))
        energy = op.relu(op.subtract(energy, constant(FAINTEST_ENERGY)))
        return Model([op.result(energy)], [luminance, *gates], "gradient energy")

    def block_sum(self, block: int, height: int, width: int) -> Any:
        """Luminance and a mask, each (1, 1, h, w), and gates of the blocks before, give (1, 16, 1, 1).

        That is the sum over the mask of what the block gives before attention.
        """
        shape = [1, 1, height, width]
        luminance, mask = op.parameter(shape, np.float32), op.parameter(shape, np.float32)
        gates = [op.parameter(GATES, np.float32) for _ in range(block)]
        groups = self._blocks(luminance, lambda number, _: gates[number], block)
        output = self._before_attention(block, luminance, groups)
        total = op.reduce_sum(op.multiply(output, mask), constant([2, 3], np.int64), True)
        return Model([op.result(total)], [luminance, mask, *gates], "block sum")

    def gates(self, count: int, height: int, width: int) -> Any:
        """Pieces of a picture (count, 1, h, w) give the gates of every block, each (1, 16, 1, 1).

        A rim of ``RECEPTIVE_RADIUS`` pixels around each piece is left out of the means.
        """
        luminance = op.parameter([count, 1, height, width], np.float32)
        found: list[Node] = []

        def gate(block: int, output: Node) -> Node:
            found.append(self._gate_node(block, output))
            return found[-1]

        self._blocks(luminance, gate)
        return Model([op.result(node) for node in found], [luminance], "gates")

    def gate(self, block: int, means: Values) -> Values:
        """The gates (16,) of a block from the means (16,) of its output over the whole picture."""
        hidden = np.maximum(self._weight(block, "squeeze") @ means, 0)
        return np.asarray(1 / (1 + np.exp(-(self._weight(block, "excite") @ hidden))), np.float32)

    def _blocks(
        self, luminance: Node, gate: Callable[[int, Node], Node | None], count: int = BLOCKS
    ) -> list[Node]:
        """Features of the first blocks; ``gate`` is given a block and its output before attention."""
        groups: list[Node] = []
        for block in range(count):
            output = self._before_attention(block, luminance, groups)
            groups.append(self._attended(block, output, gate(block, output)))
        return groups

    def _before_attention(self, block: int, luminance: Node, groups: list[Node]) -> Node:
        """Convolution, ReLU and batch normalisation of a block over the features so far."""
        weight = self._state[f"blocks.{block}.0.weight"]
        bias = self._state[f"blocks.{block}.0.bias"]
        if block == 0:
            middle = 0.5  # luminance − ½ has smaller numbers to round than luminance
            bias = bias + weight.sum((1, 2, 3)) * (middle - self._part.mean) / self._part.deviation
            weight = np.concatenate([weight / self._part.deviation] * 2, axis=1)
            groups = [op.concat(rough_and_rest(op.subtract(luminance, constant(middle))), 1)]
        convolved = op.relu(convolve(groups, weight, bias))
        name = f"blocks.{block}.2"
        deviation = np.sqrt(self._state[f"{name}.running_var"] + EPSILON)
        scale = self._state[f"{name}.weight"] / deviation
        shift = self._state[f"{name}.bias"] - self._state[f"{name}.running_mean"] * scale
        scaled = op.multiply(convolved, constant(scale.reshape(GATES)))
        return op.add(scaled, constant(shift.reshape(GATES)))

    def _attended(self, block: int, output: Node, gate: Node | None) -> Node:
        """The block's features after squeeze and excitation; without a gate by pixel alone."""
        if self._part.attention == "cse":
            return op.multiply(output, gate)
        inner = ".spatial" if self._part.attention == "scse" else ""
        spatial = spatial_excitation(self._state, f"attentions.{block}{inner}", output)
        return spatial if gate is None else op.add(op.multiply(output, gate), spatial)

    def _gate_node(self, block: int, output: Node) -> Node:
        rim = RECEPTIVE_RADIUS
        inner = op.slice(
            output,
            constant([rim, rim], np.int64),
            constant([-rim, -rim], np.int64),
            constant([1, 1], np.int64),
            constant([2, 3], np.int64),
        )
        means = op.reduce_mean(inner, constant([0, 2, 3], np.int64), True)
        squeeze, excite = (self._weight(block, name) for name in ("squeeze", "excite"))
        hidden = op.relu(convolve([means], squeeze[:, :, None, None]))
        return op.sigmoid(convolve([hidden], excite[:, :, None, None]))

    def _weight(self, block: int, name: str) -> Values:
        channel = "channel." if self._part.attention == "scse" else ""
        return self._state[f"attentions.{block}.{channel}{name}.weight"]


def differences(features: Node) -> list[Node]:
    """Every feature less its upper, and less its left neighbour, each of the same size."""
    pair = np.broadcast_to(np.array([-1, 1], np.float32), (GROWTH, 1, 1, 2))
    return [
        op.group_convolution(features, constant(kernel), [1, 1], padding, [0, 0], [1, 1])
        for kernel, padding in ((pair[..., :, None], [1, 0]), (pair[..., None, :], [0, 1]))
    ]
