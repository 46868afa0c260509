"""Runs a network that paints on the CPU through OpenVINO, tile by tile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from openvino import Model
from openvino import opset15 as op

from models.arrays import Cuttable, FloatMap
from models.running.kept_graphs import KeptGraphs
from models.running.moments import Moments
from models.running.openvino_compiler import compile_graph
from models.running.openvino_layers import Node, constant
from models.running.openvino_runs import run_each
from models.running.painting import PaintingGraphs, PaintingNetwork, PoolingGraphs, is_whole
from models.running.tiling import Counter, Tick, Window

Key = tuple[str, int, int, int]
"""What a graph gives, how many moments it is given, height and width of what it takes."""
MOST_GRAPHS = 8
"""Kept compiled: one for each pooled map and one for the picture, of one size."""
PICTURE, OWN, POOLED = "picture", "own", "pooled"


class OpenVinoPainter:
    """A network that paints (``models.protocols.Painter``), in float32.

    Parameters
    ----------
    network
        Its sizes.
    graphs
        Its operations.
    side
        Largest side in pixels of what it sees at a time; None takes the network's.
    """

    device = "cpu"

    def __init__(
        self, network: PaintingNetwork, graphs: PaintingGraphs, side: int | None = None
    ) -> None:
        self._network, self._operations = network, graphs
        self._side = side or network.side
        self._inputs = 0
        self._graphs = KeptGraphs(self._compile, MOST_GRAPHS)

    def paint(self, channels: Cuttable, tick: Tick | None = None) -> FloatMap:
        """The picture (K, H, W) of channels (C, H, W) (``models.protocols.Painter``)."""
        inputs, height, width = channels.shape
        if inputs != self._inputs:
            self._inputs, self._graphs = inputs, KeptGraphs(self._compile, MOST_GRAPHS)
        windows = self._network.windows(height, width, self._side)
        own = is_whole(windows, height, width)
        stages = () if own else self._network.pooled
        counter = Counter(tick, len(windows) * (len(stages) + 1))
        moments: list[FloatMap] = []
        for size in stages:
            moments += self._moments(channels, windows, moments, size, counter)
        result = np.empty((self._network.outputs, height, width), np.float32)

        def put(window: Window, outputs: list[FloatMap]) -> None:
            result[:, *window.tile.area()] = outputs[0][0][:, *window.inside()]
            counter.advance()

        def cut(window: Window) -> list[FloatMap]:
            return [window.cut(channels)[None], *moments]

        self._run((OWN if own else PICTURE, len(stages)), windows, cut, put)
        return result

    def _moments(
        self,
        channels: Cuttable,
        windows: Sequence[Window],
        known: Sequence[FloatMap],
        size: int,
        counter: Counter,
    ) -> list[FloatMap]:
        """Mean and variance over the picture of the next pooled map, each (1, P, 1, 1)."""
        found = Moments.none(size)

        def cut(window: Window) -> list[FloatMap]:
            mask = np.zeros((1, 1, window.height, window.width), np.float32)
            mask[:, :, *window.inside()] = 1
            return [window.cut(channels)[None], *known, mask]

        def put(window: Window, outputs: list[FloatMap]) -> None:
            found.add(window.tile.height * window.tile.width, *outputs)
            counter.advance()

        self._run((POOLED, len(known) // 2), windows, cut, put)
        return [as_input(found.mean), as_input(found.variance)]

    def _run(
        self,
        kind: tuple[str, int],
        windows: Sequence[Window],
        cut: Callable[[Window], list[FloatMap]],
        put: Callable[[Window, list[FloatMap]], None],
    ) -> None:
        """Every window through the graph of ``kind``, in order."""
        graph = self._graphs.get((*kind, windows[0].height, windows[0].width))
        try:
            for window, outputs in run_each(graph, windows, cut):
                put(window, outputs)
        finally:
            graph.release_memory()

    def _compile(self, key: Key) -> Any:
        kind, count, height, width = key
        channels = op.parameter([1, self._inputs, height, width], np.float32)
        sizes = [[1, size, 1, 1] for size in self._network.pooled[:count] for _ in range(2)]
        given = [op.parameter(size, np.float32) for size in sizes]
        moments = list(zip(given[::2], given[1::2], strict=True))
        if kind == POOLED:
            mask = op.parameter([1, 1, height, width], np.float32)
            pooling = cast(PoolingGraphs, self._operations)
            outputs = masked_moments(pooling.pooled(channels, moments), mask)
            model = Model([op.result(node) for node in outputs], [channels, *given, mask], kind)
        else:
            picture = self._operations.picture(channels, None if kind == OWN else moments)
            model = Model([op.result(picture)], [channels, *given], kind)
        return compile_graph(model, "float32")


def masked_moments(values: Node, mask: Node) -> list[Node]:
    """Mean, and sum of squared deviations from it, of (1, P, h, w) where the mask (1, 1, h, w) is 1."""
    axes = constant([2, 3], np.int64)
    total = op.reduce_sum(op.multiply(values, mask), axes, True)
    mean = op.divide(total, op.reduce_sum(mask, axes, True))
    apart = op.multiply(op.subtract(values, mean), mask)
    return [mean, op.reduce_sum(op.multiply(apart, apart), axes, True)]


def as_input(values: npt.NDArray[np.float64]) -> FloatMap:
    """(P,) as what a graph takes."""
    return np.asarray(values.reshape(1, -1, 1, 1), np.float32)
