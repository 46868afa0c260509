"""SuperFusion's fusion network (``models.superfusion.network``) as OpenVINO operations."""

from __future__ import annotations

from typing import Any

import numpy as np
from openvino import Model
from openvino import opset15 as op

from models.arrays import FloatMap
from models.manifest import State
from models.running.kept_graphs import KeptGraphs
from models.running.openvino_compiler import compile_graph
from models.running.openvino_layers import Node, constant, layer
from models.running.openvino_runs import run_each
from models.running.painting import NodeMoments
from models.superfusion.dimensions import FEATURES, LAYERS, LEAK

MOST_GRAPHS = 3
"""Kept compiled: those of one picture."""


class SuperFusionGraphs:
    """The network whose weights are ``state``, as a painter runs it."""

    def __init__(self, state: State) -> None:
        self._state = state

    def picture(self, channels: Node, moments: NodeMoments | None) -> Node:
        """Both luminances and the weight (1, 34, h, w) give the fused luminance (1, 1, h, w)."""
        del moments
        infrared, visible = encoded(self._state, channels)
        weight = part(channels, 2, 2 + FEATURES)
        fused = op.add(visible, op.multiply(weight, op.subtract(infrared, visible)))
        for number in range(LAYERS - 1):
            fused = leaky(layer(self._state, f"decoder.{2 * number}", [fused]))
        painted = op.tanh(layer(self._state, f"decoder.{2 * (LAYERS - 1)}", [fused]))
        return op.multiply(op.add(painted, constant(1.0)), constant(0.5))


def part(values: Node, begin: int, end: int) -> Node:
    """Some of the channels."""
    first, last, step, axis = (constant([n], np.int64) for n in (begin, end, 1, 1))
    return op.slice(values, first, last, step, axis)


def encoded(state: State, pair: Node) -> tuple[Node, Node]:
    """Features (1, 32, h, w) of the first channel, infrared, and of the second, visible."""
    found = []
    for place, name in enumerate(("infrared", "visible")):
        features = part(pair, place, place + 1)
        for number in range(LAYERS):
            features = leaky(layer(state, f"{name}.{2 * number}", [features]))
        found.append(features)
    return found[0], found[1]


def leaky(values: Node) -> Node:
    """Leaky ReLU."""
    return op.prelu(values, constant([LEAK]))


class OpenVinoAttentionLayers:
    """The convolutions between the scans (``models.superfusion.attending.AttentionLayers``)."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._graphs = KeptGraphs(self._compile, MOST_GRAPHS)

    def begin(self, pair: FloatMap) -> tuple[FloatMap, FloatMap]:
        features, directions = self._run("begin", pair)
        return features, directions

    def between(self, scanned: FloatMap) -> FloatMap:
        return self._run("between", scanned)[0]

    def end(self, scanned: FloatMap) -> FloatMap:
        return self._run("end", scanned)[0]

    def _run(self, name: str, values: FloatMap) -> list[FloatMap]:
        graph = self._graphs.get((name, *values.shape))
        try:
            for _, outputs in run_each(graph, [values], lambda shown: [shown[None]]):
                found = [np.array(output[0]) for output in outputs]
        finally:
            graph.release_memory()
        return found

    def _compile(self, key: tuple[str, int, int, int]) -> Any:
        name, *size = key
        given = op.parameter([1, *size], np.float32)
        outputs = {"begin": self._begin, "between": self._between, "end": self._end}[name](given)
        return compile_graph(Model([op.result(node) for node in outputs], [given], name), "float32")

    def _begin(self, pair: Node) -> list[Node]:
        joined = list(encoded(self._state, pair))
        directions = joined
        for number in range(2):
            directions = [leaky(layer(self._state, f"attention.directions.{2 * number}", directions))]
        last = op.sigmoid(layer(self._state, "attention.directions.4", directions))
        return [layer(self._state, "attention.begin", joined), last]

    def _between(self, scanned: Node) -> list[Node]:
        return [layer(self._state, "attention.between", [scanned])]

    def _end(self, scanned: Node) -> list[Node]:
        features = leaky(layer(self._state, "attention.end.0", [scanned]))
        return [op.sigmoid(layer(self._state, "attention.end.2", [features]))]


