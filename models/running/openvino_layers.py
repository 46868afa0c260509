"""The few layers that both networks are made of, as OpenVINO operations.

A feature map is given as its channel *groups*, a list of maps that torch would join along the channels.
A convolution of the joined map is the sum of the convolutions of the groups, and OpenVINO adds in place:
that is a tenth faster than joining them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from openvino import Output
from openvino import opset15 as op

Node = Any
"""An output of the graph, (batch, channels, h, w)."""
State = Mapping[str, npt.NDArray[Any]]
"""Weights by the names that torch gives them."""


def constant(values: Any, kind: type = np.float32) -> Node:
    """Numbers as a node of the graph."""
    return op.constant(np.array(values, dtype=kind, order="C"))


def channels(node: Node) -> int:
    """How many channels a map has."""
    output = node if isinstance(node, Output) else node.output(0)
    return int(output.partial_shape[1].get_length())


def convolve(
    groups: Sequence[Node],
    weight: npt.NDArray[Any],
    bias: npt.NDArray[Any] | None = None,
    stride: int = 1,
    padded: bool = False,
    dilation: int = 1,
) -> Node:
    """A convolution, weights (out, in, k, k), over the groups; zeros outside, size kept at stride 1.

    Groups that are ``padded`` have what lies outside around them; with a ``dilation`` they have to be.
    """
    padding = [weight.shape[2] // 2 if stride == 1 and not padded else 0] * 2
    total, begin = None, 0
    for group in groups:
        end = begin + channels(group)
        share = op.convolution(
            group, constant(weight[:, begin:end]), [stride] * 2, padding, padding, [dilation] * 2
        )
        if total is None:
            total = share if bias is None else op.add(share, constant(bias.reshape(1, -1, 1, 1)))
        else:
            total = op.add(share, total)
        begin = end
    assert begin == weight.shape[1], "the groups have other channels than the weights"
    return total


def layer(state: State, name: str, groups: Sequence[Node], stride: int = 1) -> Node:
    """The convolution called ``name`` in ``state``."""
    return convolve(groups, state[f"{name}.weight"], state.get(f"{name}.bias"), stride)


def reflected(values: Node, radius: int) -> Node:
    """(N, C, h, w) with ``radius`` pixels more on each side, reflected (edge pixel not repeated)."""
    around = constant([0, 0, radius, radius], np.int64)
    return op.pad(values, around, around, "reflect")


def leaky_relu(values: Node, slope: float) -> Node:
    """What is below 0 times ``slope``."""
    return op.prelu(values, constant([slope]))


def spatial_excitation(state: State, name: str, features: Node) -> Node:
    """sSE, as ``models.attention.SpatialExcitation``."""
    return op.multiply(features, op.sigmoid(layer(state, f"{name}.project", [features])))


def enlarge(features: Node, height: int, width: int) -> Node:
    """Bilinear, to (height, width), pixel centres as in torch with ``align_corners=False``."""
    return op.interpolate(
        features,
        constant([height, width], np.int64),
        "linear_onnx",
        "sizes",
        coordinate_transformation_mode="half_pixel",
        axes=constant([2, 3], np.int64),
    )


def best_other(features: Node, frames: int) -> Node:
    """The largest value among the other frames; (frames, C, h, w) as ``features``."""
    if frames == 2:
        first, second = op.split(features, constant(0, np.int64), 2).outputs()
        return op.concat([second, first], 0)
    largest = op.topk(features, constant(2, np.int64), 0, "max", "value").output(0)
    first, second = op.split(largest, constant(0, np.int64), 2).outputs()
    return op.select(op.equal(features, first), second, first)


def rough_and_rest(values: Node) -> list[Node]:
    """Numbers as a multiple of 1/256 and the rest: bfloat16 holds the first 16 bits of them then.

    For a network's input: faint texture decides near focus.
    """
    scale = constant(256.0)
    rough = op.divide(op.round(op.multiply(values, scale), "half_to_even"), scale)
    return [rough, op.subtract(values, rough)]
