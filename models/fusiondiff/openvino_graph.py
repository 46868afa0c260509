"""The small noise predictor (``models.fusiondiff.network``) as OpenVINO operations."""

from __future__ import annotations

import math

import numpy as np
from openvino import opset15 as op

from models.fusiondiff.dimensions import MOST_PERIOD, NOISE_STEPS, SMALL, Form
from models.manifest import State
from models.running.openvino_layers import Node, constant, convolve, layer
from models.running.painting import NodeMoments


class NoisePredictorGraphs:
    """The network whose weights are ``state``; only forms that normalise nothing have a graph."""

    def __init__(self, state: State, form: Form = SMALL) -> None:
        assert not form.normalised, "this form depends on the whole picture"
        self._state, self._form = state, form

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Sources, noisy picture and t / T, (1, C, h, w), give the prediction (1, planes, h, w)."""
        del moments
        form = self._form
        pictures, share = op.variadic_split(
            channels, constant(1, np.int64), constant([3 * form.planes, 1], np.int64)
        ).outputs()
        time = self._time(share)
        squares = pictures
        if form.unshuffle > 1:
            squares = op.space_to_depth(pictures, "depth_first", form.unshuffle)
        features = layer(self._state, "enter", [squares])
        kept: list[Node] = []
        finest = features
        levels = len(form.widths)
        for number in range(levels):
            features = self._through(f"down.{number}", form.blocks, features, time)
            if number == 0:
                finest = features
            if number < levels - 1:
                features = self._halved(f"reduce.{number}", features)
            kept.append(features)
        features = self._through("middle", 2, features, time)
        for number in range(levels):
            joined = op.add(features, kept.pop())
            features = self._through(f"up.{number}", form.blocks, joined, time)
            if number:
                features = self._doubled(f"enlarge.{number - 1}", features)
        if form.joins_input:
            features = self._through("fine", form.blocks, op.add(features, finest), time)
        left = layer(self._state, "leave", [op.swish(features)])
        return op.depth_to_space(left, "depth_first", form.unshuffle) if form.unshuffle > 1 else left

    def _time(self, share: Node) -> Node:
        """The step, (1, time, 1, 1) behind its SiLU, from t / T everywhere."""
        origin, end = constant([0, 0], np.int64), constant([1, 1], np.int64)
        one = op.slice(share, origin, end, end, constant([2, 3], np.int64))
        step = op.round(op.multiply(one, constant(NOISE_STEPS)), "half_to_even")
        half = self._form.widths[0] // 2
        rates = np.exp(-math.log(MOST_PERIOD) / half * np.arange(half, dtype=np.float32))
        angles = op.multiply(step, constant(rates.reshape(1, -1, 1, 1)))
        waves = op.concat([op.cos(angles), op.sin(angles)], 1)
        return op.swish(self._linear("time.2", op.swish(self._linear("time.0", waves))))

    def _linear(self, name: str, values: Node) -> Node:
        """A linear layer of (1, C, 1, 1)."""
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return convolve([values], weight[:, :, None, None], bias)

    def _through(self, name: str, blocks: int, features: Node, time: Node) -> Node:
        """Features behind the blocks of a level."""
        for number in range(blocks):
            features = self._block(f"{name}.{number}", features, time)
        return features

    def _block(self, name: str, features: Node, time: Node) -> Node:
        inside = layer(self._state, f"{name}.first", [op.swish(features)])
        inside = op.add(inside, self._linear(f"{name}.time", time))
        inside = layer(self._state, f"{name}.second", [op.swish(inside)])
        shortcut = f"{name}.shortcut"
        if f"{shortcut}.weight" in self._state:
            features = layer(self._state, shortcut, [features])
        return op.add(features, inside)

    def _halved(self, name: str, features: Node) -> Node:
        """A 3x3 convolution of stride 2, whose first window begins one pixel outside."""
        begin, end = constant([0, 0, 1, 1], np.int64), constant([0, 0, 0, 0], np.int64)
        padded = op.pad(features, begin, end, "constant", constant(0.0))
        return layer(self._state, name, [padded], stride=2)

    def _doubled(self, name: str, features: Node) -> Node:
        """The transposed convolution to twice the size."""
        larger = op.convolution_backprop_data(
            features, constant(self._state[f"{name}.weight"]), strides=[2, 2], pads_begin=[1, 1],
            pads_end=[1, 1], dilations=[1, 1], output_padding=[1, 1],
        )  # fmt: skip
        return op.add(larger, constant(self._state[f"{name}.bias"].reshape(1, -1, 1, 1)))
