"""The SE dense encoder (``models.encoder``) as graphs: its change energy, and the means for its gates.

Zeros around a tile reach ``RECEPTIVE_RADIUS`` pixels into it; whoever cuts the tiles leaves these out.
That is why batch normalisation and gates can be folded into the convolution that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from openvino import Model
from openvino import opset15 as op

from models.engine.layers import Node, State, constant, convolve, spatial_excitation, two_parts
from models.manifest import ManifestEntry

BLOCKS = 4
GROWTH = 16
RECEPTIVE_RADIUS = BLOCKS
HALO = RECEPTIVE_RADIUS + 1
BATCH_NORMALISATION_EPSILON = 1e-5

Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Part:
    """16 features: ``scale`` · ``node`` + ``shift``, by channel."""

    node: Node
    scale: Values
    shift: Values


class EncoderGraphs:
    """The graphs of one encoder, whose weights are ``state``."""

    def __init__(self, state: State, entry: ManifestEntry) -> None:
        self._state = state
        self._entry = entry
        self.pools_globally = entry.attention in ("cse", "scse")

    def change_energy(self, height: int, width: int, gates: Sequence[Values]) -> Any:
        """Luminance (1, 1, h, w) gives the change energy (1, 1, h, w); ``gates`` (16,) of each block."""
        luminance = op.parameter([1, 1, height, width], np.float32)
        parts: list[Part] = []
        for block in range(BLOCKS):
            gate = gates[block] if self.pools_globally else None
            parts.append(self._attended(block, self._convolved(block, luminance, parts), gate))
        total = None
        for part in parts:
            for kernel in differences(part.scale):
                padding = [kernel.shape[3] - 1, kernel.shape[4] - 1]
                change = op.group_convolution(
                    part.node, constant(kernel), [1, 1], padding, [0, 0], [1, 1]
                )
                square = op.multiply(change, change)
                total = square if total is None else op.add(total, square)
        energy = convolve([total], np.ones((1, GROWTH, 1, 1), np.float32))
        return Model([op.result(energy)], [luminance], "change energy")

    def block_sum(self, height: int, width: int, gates: Sequence[Values]) -> Any:
        """Luminance and a mask, each (1, 1, h, w), give (1, 16, 1, 1).

        That is the sum over the mask of what the block number ``len(gates)`` gives before attention.
        """
        shape = [1, 1, height, width]
        luminance, mask = op.parameter(shape, np.float32), op.parameter(shape, np.float32)
        parts: list[Part] = []
        for block, gate in enumerate(gates):
            parts.append(self._attended(block, self._convolved(block, luminance, parts), gate))
        output = self._normalised(len(gates), self._convolved(len(gates), luminance, parts))
        total = op.reduce_sum(op.multiply(output, mask), constant([2, 3], np.int64), True)
        return Model([op.result(total)], [luminance, mask], "block sum")

    def gates(self, count: int, height: int, width: int) -> Any:
        """Pieces of a picture (count, 1, h, w) give the gates of every block, each (1, 16, 1, 1).

        A rim of ``RECEPTIVE_RADIUS`` pixels around each piece is left out of the means.
        """
        luminance = op.parameter([count, 1, height, width], np.float32)
        parts: list[Part] = []
        results: list[Node] = []
        for block in range(BLOCKS):
            output = self._normalised(block, self._convolved(block, luminance, parts))
            gate = self._gate_node(block, output)
            results.append(op.result(gate))
            channel = op.multiply(output, gate)
            attended = (
                channel
                if self._entry.attention == "cse"
                else op.add(channel, self._spatial(block, output))
            )
            parts.append(plain(attended))
        return Model(results, [luminance], "gates")

    def gate(self, block: int, means: Values) -> Values:
        """The gates (16,) of a block from the means (16,) of its output over the whole picture."""
        hidden = np.maximum(self._weight(block, "squeeze") @ means, 0)
        return np.asarray(1 / (1 + np.exp(-(self._weight(block, "excite") @ hidden))), np.float32)

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
        squeeze, excite = (self._weight(block, name)[:, :, None, None] for name in ("squeeze", "excite"))
        return op.sigmoid(convolve([op.relu(convolve([means], squeeze))], excite))

    def _weight(self, block: int, name: str) -> Values:
        channel = "channel." if self._entry.attention == "scse" else ""
        return self._state[f"attentions.{block}.{channel}{name}.weight"]

    def _convolved(self, block: int, luminance: Node, parts: Sequence[Part]) -> Node:
        """The block's convolution, which takes in the scales and shifts of the parts, and ReLU."""
        weight = self._state[f"blocks.{block}.0.weight"].astype(np.float64)
        bias = self._state[f"blocks.{block}.0.bias"].astype(np.float64)
        if block == 0:
            middle = 0.5  # the parts of luminance − ½ are smaller than those of luminance
            bias += weight.sum((1, 2, 3)) * (middle - self._entry.mean) / self._entry.deviation
            weight = np.concatenate([weight / self._entry.deviation] * 2, axis=1)
            nodes = [op.concat(two_parts(op.subtract(luminance, constant(middle))), 1)]
        else:
            bias += (weight.sum((2, 3)) * np.concatenate([part.shift for part in parts])).sum(1)
            weight *= np.concatenate([part.scale for part in parts])[:, None, None]
            nodes = [part.node for part in parts]
        return op.relu(convolve(nodes, weight.astype(np.float32), bias.astype(np.float32)))

    def _attended(self, block: int, convolved: Node, gate: Values | None) -> Part:
        """The block's features; only ``cse`` needs no arithmetic of its own."""
        scale, shift = self._normalisation(block)
        if self._entry.attention == "cse":
            assert gate is not None
            return Part(convolved, scale * gate, shift * gate)
        output = self._normalised(block, convolved)
        spatial = self._spatial(block, output)
        if gate is None:
            return plain(spatial)
        return plain(op.add(op.multiply(output, constant(gate[:, None, None])), spatial))

    def _spatial(self, block: int, output: Node) -> Node:
        inner = ".spatial" if self._entry.attention == "scse" else ""
        return spatial_excitation(self._state, f"attentions.{block}{inner}", output)

    def _normalised(self, block: int, convolved: Node) -> Node:
        scale, shift = (constant(values[None, :, None, None]) for values in self._normalisation(block))
        return op.add(op.multiply(convolved, scale), shift)

    def _normalisation(self, block: int) -> tuple[Values, Values]:
        """Batch normalisation as scale and shift, each (16,)."""
        name = f"blocks.{block}.2"
        deviation = np.sqrt(self._state[f"{name}.running_var"] + BATCH_NORMALISATION_EPSILON)
        scale = np.asarray(self._state[f"{name}.weight"] / deviation, np.float32)
        shift = self._state[f"{name}.bias"] - self._state[f"{name}.running_mean"] * scale
        return scale, shift


def plain(node: Node) -> Part:
    """Features as they are."""
    return Part(node, np.ones(GROWTH, np.float32), np.zeros(GROWTH, np.float32))


def differences(scale: Values) -> tuple[Values, Values]:
    """Kernels for each channel alone, (16, 1, 1, kh, kw): a pixel less its upper, or left, neighbour."""
    pair = np.stack([-scale, scale], axis=1)[:, None, None]
    return pair[..., :, None], pair[..., None, :]
