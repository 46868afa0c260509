"""Runs the SE dense encoder on the CPU through OpenVINO and gives what fusing needs of its features."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.engine.compiler import compile_graph, fastest_precision
from models.engine.encoder_graph import BLOCKS, GROWTH, HALO, RECEPTIVE_RADIUS, EncoderGraphs, Values
from models.engine.layers import State
from models.engine.runs import run_each
from models.engine.weights import encoder_state
from models.manifest import WEIGHTS_FOLDER, ManifestEntry
from models.tiling import Cells, Counter, Picture, Tick, Tile, cover_evenly, even_tiles

FloatMap = npt.NDArray[np.float32]

TILE = 192
"""Side of a tile in pixels: its features stay in the processor's cache (``docs/engine.md``)."""
PIECE, PIECES = 64, 6
"""The gates take the means over 6 x 6 pieces of 64 pixels, spread evenly, where the picture is larger
than all of them together; below, and when exact, over every pixel."""


class EncoderEngine:
    """An encoder with its normalisation, for the CPU.

    Parameters
    ----------
    state, entry
        From ``models.engine.weights.encoder_state``.
    exact
        float32 throughout, and gates from every pixel of the picture. Otherwise bfloat16 where the
        processor has it in hardware, and gates from a sample.
    tile
        Side of the tiles in pixels.
    """

    device = "cpu"

    def __init__(
        self, state: State, entry: ManifestEntry, exact: bool = False, tile: int = TILE
    ) -> None:
        self._graphs = EncoderGraphs(state, entry)
        self._precision = "float32" if exact else fastest_precision()
        self._exact = exact
        self._tile = tile
        self._known: dict[tuple[str | int, ...], Any] = {}

    @classmethod
    def load(cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER) -> EncoderEngine:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*encoder_state(name, folder), exact=exact)

    def change_energy(
        self, luminance: Picture, tick: Tick | None = None, wanted: Cells | None = None
    ) -> FloatMap:
        """‖F(y,x) − F(y,x−1)‖² + ‖F(y,x) − F(y−1,x)‖² over the 64 features, (H, W) float32.

        ``luminance`` is (H, W) in [0, 1]. Outside, the picture is mirrored (edge pixel repeated).
        ``tick(done, total)`` is called after every tile and may raise to stop. With ``wanted`` only
        these cells are worked out, and what lies beside them is 0 or right.
        """
        height, width = luminance.shape
        whole = even_tiles(height, width, self._tile)
        places = whole if wanted is None else cover_evenly(wanted, height, width, self._tile)
        passes = BLOCKS * len(whole) if self._graphs.pools_globally and self._exact else 0
        counter = Counter(tick or (lambda _done, _total: None), passes + len(places))
        gates = self._gates(luminance, whole, counter)
        compiled = self._compiled(self._graphs.change_energy, *window_shape(whole))
        result = np.zeros((height, width), np.float32)

        def cut(place: Tile) -> list[FloatMap]:
            return [window(luminance, place), *gates]

        for place, (energy,) in run_each(compiled, places, cut):
            result[place.area()] = energy[0, 0, HALO:-HALO, HALO:-HALO]
            counter.advance()
        return result

    def _gates(self, luminance: Picture, places: list[Tile], counter: Counter) -> list[Values]:
        """Of every block, each (1, 16, 1, 1)."""
        if not self._graphs.pools_globally:
            return []
        if self._exact:
            return self._exact_gates(luminance, places, counter)
        pieces = np.stack(list(sample(luminance)))[:, None]
        compiled = self._compiled(self._graphs.gates, len(pieces), *pieces.shape[2:])
        return [values.copy() for values in compiled([pieces]).values()]

    def _exact_gates(self, luminance: Picture, places: list[Tile], counter: Counter) -> list[Values]:
        """From the means of every block's output over the whole picture, a pass a block."""
        gates: list[Values] = []
        height, width = luminance.shape
        for block in range(BLOCKS):
            compiled = self._compiled(self._graphs.block_sum, block, *window_shape(places))
            total = np.zeros(GROWTH)
            counted = np.zeros((height, width), bool)

            def cut(place: Tile, counted: npt.NDArray[np.bool_] = counted) -> list[FloatMap]:
                mask = np.zeros((1, 1, place.height + 2 * HALO, place.width + 2 * HALO), np.float32)
                mask[0, 0, HALO:-HALO, HALO:-HALO] = ~counted[place.area()]
                counted[place.area()] = True
                return [window(luminance, place), mask, *gates]

            for _, (sums,) in run_each(compiled, places, cut):
                total += sums.reshape(GROWTH)
                counter.advance()
            means = np.asarray(total / (height * width), np.float32)
            gates.append(self._graphs.gate(block, means).reshape(1, GROWTH, 1, 1))
        return gates

    def _compiled(self, graph: Callable[..., Any], *sizes: int) -> Any:
        """A graph for these sizes, compiled once."""
        key: tuple[str | int, ...] = (str(graph.__name__), *sizes)
        if key not in self._known:
            streams = 1 if graph == self._graphs.gates else None
            self._known[key] = compile_graph(graph(*sizes), self._precision, streams)
        return self._known[key]


def window_shape(places: list[Tile]) -> tuple[int, int]:
    """Height and width of what the network sees to compute one of the tiles."""
    return places[0].height + 2 * HALO, places[0].width + 2 * HALO


def window(luminance: Picture, place: Tile) -> FloatMap:
    """A tile with its surroundings, (1, 1, h, w)."""
    return mirrored(
        luminance, place.top - HALO, place.left - HALO, place.height + 2 * HALO, place.width + 2 * HALO
    )[None, None]


def mirrored(luminance: Picture, top: int, left: int, height: int, width: int) -> FloatMap:
    """(height, width) of the picture from (top, left) on, mirrored outside (the edge pixel repeated)."""
    bottom, right = top + height, left + width
    rows = slice(max(top, 0), min(bottom, luminance.shape[0]))
    columns = slice(max(left, 0), min(right, luminance.shape[1]))
    values = np.ascontiguousarray(luminance[rows, columns], np.float32)
    beside = ((rows.start - top, bottom - rows.stop), (columns.start - left, right - columns.stop))
    return np.pad(values, beside, mode="symmetric") if values.shape != (height, width) else values


def sample(luminance: Picture) -> Iterator[FloatMap]:
    """Pieces of the picture, spread evenly, each with the rim that the means leave out."""
    rim = RECEPTIVE_RADIUS
    height, width = luminance.shape
    if height * width <= (PIECE * PIECES) ** 2 or min(height, width) < PIECE:
        yield mirrored(luminance, -rim, -rim, height + 2 * rim, width + 2 * rim)
        return
    for top in np.linspace(0, height - PIECE, PIECES).astype(int):
        for left in np.linspace(0, width - PIECE, PIECES).astype(int):
            yield mirrored(luminance, top - rim, left - rim, PIECE + 2 * rim, PIECE + 2 * rim)
