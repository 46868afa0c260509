"""Runs the SE dense encoder on the CPU through OpenVINO and gives what fusing needs of its features."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap, Picture
from models.manifest import WEIGHTS_FOLDER, State
from models.protocols import EnergyFound
from models.running.openvino_compiler import Precision, compile_graph, fastest_precision
from models.running.openvino_runs import run_each
from models.running.strip_packing import Item, pack_into_strips
from models.running.tiling import Counter, Tick, Tile, even_tile_grid, mirrored
from models.sesf.dimensions import BLOCKS, GROWTH, HALO, RECEPTIVE_RADIUS
from models.sesf.openvino_graph import EncoderGraphs, Values
from models.sesf.weights import EncoderPart, encoder_state

SIDE = 192
"""Side of a tile in pixels: its features stay in the processor's cache
(``docs/developer/networks-on-a-processor.md``)."""
STRIP = (84, 520)
"""Height and width at least of the strips in which tiles are measured: tiles of 64 rows and the window
of the activity map around them fit at half size as at full size, so one compiled graph serves both."""
PIECE, PIECES = 24, 16
"""The gates take the means over 16 x 16 pieces of 24 pixels, spread evenly, where the picture is larger
than all of them together; below, and when exact, over every pixel. Many small pieces tell more than few
large ones of as many pixels."""


class OpenVinoEncoderRuntime:
    """An encoder with its normalisation, for the CPU.

    Whole pictures are measured in float32: what is decided for one at half size holds for large areas,
    also for those that hardly differ. Single tiles are measured in bfloat16 where the processor has it
    in hardware; ``precise`` measures them in float32.

    Parameters
    ----------
    state, part
        From ``models.sesf.weights.encoder_state``.
    exact
        float32 throughout, and gates from every pixel of the picture, not from a sample.
    side
        Of the tiles in pixels.
    """

    device = "cpu"

    def __init__(
        self, state: State, part: EncoderPart, exact: bool = False, side: int = SIDE
    ) -> None:
        self._graphs = EncoderGraphs(state, part)
        self._fast: Precision = "float32" if exact else fastest_precision()
        self._tiles_in = self._fast
        self._exact = exact
        self._side = side
        self._known: dict[tuple[str | int, ...], Any] = {}

    @classmethod
    def load(
        cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
    ) -> OpenVinoEncoderRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(*encoder_state(name, folder), exact=exact)

    @cached_property
    def precise(self) -> OpenVinoEncoderRuntime:
        """Itself, or where this one measures tiles in bfloat16 one that measures them in float32."""
        if self._tiles_in == "float32":
            return self
        other = copy(self)
        other._tiles_in = "float32"
        return other

    def gradient_energy(self, luminance: Picture, tick: Tick | None = None) -> FloatMap:
        """Energy of the feature gradients, (H, W) (``models.protocols.SharpnessMeasure``)."""
        height, width = luminance.shape
        tiles = even_tile_grid(height, width, self._side)
        counter = self._counter(luminance, tick, len(tiles))
        gates = self._gates(luminance, counter)
        compiled = self._compiled("float32", self._graphs.gradient_energy, *window_shape(tiles))
        result = np.empty((height, width), np.float32)

        def cut(tile: Tile) -> list[FloatMap]:
            return [window(luminance, tile)[None, None], *gates]

        for tile, (energy,) in run_each(compiled, tiles, cut):
            result[tile.area()] = energy[0, 0, HALO:-HALO, HALO:-HALO]
            counter.advance()
        return result

    def gradient_energy_of_tiles(
        self,
        luminance: Picture,
        tiles: Sequence[Tile],
        found: EnergyFound,
        tick: Tick | None = None,
    ) -> None:
        """The same of some tiles (``models.protocols.SharpnessMeasure``).

        Tiles of about one height cost least: they go through the network side by side, in strips.
        """
        widths = [tile.width + 2 * HALO for tile in tiles]
        strips = pack_into_strips([Item(width) for width in widths], max([STRIP[1], *widths]))
        counter = self._counter(luminance, tick, len(strips))
        gates = self._gates(luminance, counter)
        shape = (
            max([STRIP[0], *(tile.height + 2 * HALO for tile in tiles)]),
            max([STRIP[1], *widths]),
        )
        compiled = self._compiled(self._tiles_in, self._graphs.gradient_energy, *shape)

        def cut(strip: list[tuple[int, int]]) -> list[FloatMap]:
            values = np.zeros((1, 1, *shape), np.float32)
            for number, left in strip:
                tile = tiles[number]
                rows, columns = slice(tile.height + 2 * HALO), slice(left, left + widths[number])
                values[0, 0, rows, columns] = window(luminance, tile)
            return [values, *gates]

        for strip, (energy,) in run_each(compiled, strips, cut):
            for number, left in strip:
                tile = tiles[number]
                rows = slice(HALO, HALO + tile.height)
                found(number, energy[0, 0, rows, left + HALO : left + HALO + tile.width])
            counter.advance()

    def _counter(self, luminance: Picture, tick: Tick | None, steps: int) -> Counter:
        passes = 0
        if self._graphs.pools_globally and self._exact:
            height, width = luminance.shape
            passes = BLOCKS * len(even_tile_grid(height, width, self._side))
        return Counter(tick, passes + steps)

    def _gates(self, luminance: Picture, counter: Counter) -> list[Values]:
        """Of every block, each (1, 16, 1, 1)."""
        if not self._graphs.pools_globally:
            return []
        if self._exact:
            return self._exact_gates(luminance, counter)
        pieces = np.stack(list(sample(luminance)))[:, None]
        compiled = self._compiled(self._fast, self._graphs.gates, len(pieces), *pieces.shape[2:])
        for _, gates in run_each(compiled, [pieces], lambda shown: [shown]):
            found = [values.copy() for values in gates]
        return found

    def _exact_gates(self, luminance: Picture, counter: Counter) -> list[Values]:
        """From the means of every block's output over the whole picture, a pass a block."""
        gates: list[Values] = []
        height, width = luminance.shape
        tiles = even_tile_grid(height, width, self._side)
        for block in range(BLOCKS):
            shape = window_shape(tiles)
            compiled = self._compiled("float32", self._graphs.block_sum, block, *shape)
            total = np.zeros(GROWTH)
            counted = np.zeros((height, width), bool)

            def cut(tile: Tile, counted: npt.NDArray[np.bool_] = counted) -> list[FloatMap]:
                mask = np.zeros((1, 1, tile.height + 2 * HALO, tile.width + 2 * HALO), np.float32)
                mask[0, 0, HALO:-HALO, HALO:-HALO] = ~counted[tile.area()]
                counted[tile.area()] = True
                return [window(luminance, tile)[None, None], mask, *gates]

            for _, (sums,) in run_each(compiled, tiles, cut):
                total += sums.reshape(GROWTH)
                counter.advance()
            means = np.asarray(total / (height * width), np.float32)
            gates.append(self._graphs.gate(block, means).reshape(1, GROWTH, 1, 1))
        return gates

    def _compiled(self, precision: Precision, graph: Callable[..., Any], *sizes: int) -> Any:
        """A graph for these sizes, compiled once."""
        key: tuple[str | int, ...] = (precision, str(graph.__name__), *sizes)
        if key not in self._known:
            streams = 1 if graph == self._graphs.gates else None
            self._known[key] = compile_graph(graph(*sizes), precision, streams)
        return self._known[key]


def window_shape(tiles: list[Tile]) -> tuple[int, int]:
    """Height and width of what the network sees to compute one of the tiles."""
    return tiles[0].height + 2 * HALO, tiles[0].width + 2 * HALO


def window(luminance: Picture, tile: Tile) -> FloatMap:
    """A tile with what its energy depends on, (h + 2 · HALO, w + 2 · HALO)."""
    height, width = tile.height + 2 * HALO, tile.width + 2 * HALO
    return mirrored(luminance, tile.top - HALO, tile.left - HALO, height, width)


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
