"""Runs the learned decision on the CPU through OpenVINO, tile by tile."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.arrays import Cuttable, FloatMap
from models.decision.dimensions import HALO, MULTIPLE
from models.decision.inputs import network_input
from models.decision.openvino_graph import decision_graph, details_shown
from models.decision.weights import decision_state
from models.manifest import WEIGHTS_FOLDER, State
from models.protocols import FramesOfTile, Scored
from models.running.kept_graphs import KeptGraphs
from models.running.openvino_compiler import compile_graph, fastest_precision
from models.running.openvino_runs import run_each
from models.running.strip_packing import Item, pack_into_strips
from models.running.threads import thread_count
from models.running.tiling import (
    CELL,
    Cells,
    Counter,
    Tick,
    Tile,
    Window,
    cover_in_runs,
    reach,
    window_grid,
)

Key = tuple[int, int, int]
"""Frames, height and width of what a graph takes."""

FAST_HALO = 64
"""Surroundings that the fast arithmetic takes into account: the error is below that of bfloat16
(``docs/developer/networks-on-a-processor.md``)."""
SIDE = 768
"""Largest side of what the network sees at a time, surroundings included, for two frames."""
LOW_RUN, TALL_RUN = 2, 6
"""Heights in cells of the runs that cover wanted cells: low ones along a boundary, tall ones where most
of a picture is wanted, since less of each is surroundings then."""
LONGEST_RUN = 14
"""In cells, for two frames."""
WORTHWHILE = 4_000_000
"""Pixels of all frames that tall runs must save: their graph has to be compiled first."""
RUN_HALO = 32
"""Surroundings of a run in pixels: what lies farther away was seen at half size, where the cells were
chosen."""
TYPICAL = 8
"""Frames of a stack that are sharp in a run, as a rule: runs of more frames are no shorter."""
LONG_TILE = 128
"""Side in pixels of the tiles in which more than ``TYPICAL`` frames are compared: memory."""
AT_ONCE = 6_000_000
"""Pixels of all frames that are worked on at a time by all threads together, at most: memory."""

MOST_GRAPHS = 4
"""Compiled graphs that are kept, of about 100 MB each: for the whole at half size, for low and tall
runs, and for the quick preview's whole."""


@dataclass(frozen=True)
class Placed:
    """A window of the picture, and at which column of its strip it lies."""

    window: Window
    left: int


Strip = list[Placed]
"""Windows side by side that go through the network together."""


class OpenVinoDecisionRuntime:
    """The network for the CPU.

    Parameters
    ----------
    state
        Weights by name (``models.decision.weights.decision_state``).
    exact
        float32 and all surroundings; otherwise bfloat16 where the processor has it in hardware, and the
        nearer surroundings.
    side
        Side in pixels of what the network sees at a time, for two frames; a multiple of 16.
    """

    device = "cpu"

    def __init__(self, state: State, exact: bool = False, side: int = SIDE) -> None:
        self._precision = "float32" if exact else fastest_precision()
        self._halo = HALO if exact else FAST_HALO
        self._state = state
        self._side = side
        self._graphs = KeptGraphs(self._compile, MOST_GRAPHS)

    @classmethod
    def load(
        cls, name: str, exact: bool = False, folder: Path = WEIGHTS_FOLDER
    ) -> OpenVinoDecisionRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        return cls(decision_state(name, folder), exact)

    def score(
        self,
        frames: Cuttable,
        scored: Scored,
        tick: Tick | None = None,
        wanted: Cells | None = None,
        choose: FramesOfTile | None = None,
    ) -> None:
        """Scores and in-focus probabilities of frames, tile by tile (``models.protocols.Scorer``)."""
        count, height, width = frames.shape
        count = choose.most if choose else count
        if wanted is None:
            windows = self._windows(count, height, width, choose is not None)
            shape = windows[0].height, windows[0].width
        else:
            typical = min(count, TYPICAL) if choose else count
            windows, shape = windows_of_runs(wanted, typical, height, width)
        groups = by_frames(windows, choose, count)
        strips = {
            number: [[Placed(window, 0)] for window in group]
            if wanted is None
            else strips_of(group, shape[1], width)
            for number, group in groups.items()
        }
        counter = Counter(tick, sum(map(len, strips.values())))
        for number, group_strips in strips.items():
            self._score(frames, group_strips, (number, *shape), scored, counter, choose)

    def expect_cells(self, frames: int, height: int, width: int) -> None:
        """Begin to compile, beside other work, what wanted cells of such frames will need."""
        self._expect((frames, *strip_shape(frames, height, width)))

    def expect_whole(self, frames: int, height: int, width: int, chosen: bool = False) -> None:
        """Begin to compile, beside other work, what the whole of such frames will need."""
        self._expect((frames, *self.whole_shape(frames, height, width, chosen)))

    def whole_shape(self, frames: int, height: int, width: int, chosen: bool = False) -> tuple[int, int]:
        """Height and width of the windows in which all of such frames go through the network."""
        first = self._windows(frames, height, width, chosen)[0]
        return first.height, first.width

    def _expect(self, key: Key) -> None:
        self._graphs.expect(key)

    def has_begun(self, key: Key) -> bool:
        """Whether a graph for so many frames, so high and so wide is compiled, or being compiled."""
        return key in self._graphs

    def _windows(self, frames: int, height: int, width: int, chosen: bool = False) -> list[Window]:
        """Of the whole picture: two at least where it is long, so that two cores have work. Small ones
        of many frames, and where frames are ``chosen``: fewer are sharp in each."""
        if chosen or frames > TYPICAL:
            halo = HALO if self._halo == HALO else RUN_HALO
            return window_grid(height, width, LONG_TILE + 2 * halo, halo, MULTIPLE)
        side = max(2 * self._halo + 4 * MULTIPLE, int(self._side * side_factor(frames)))
        found = window_grid(height, width, side // MULTIPLE * MULTIPLE, self._halo, MULTIPLE)
        if len(found) > 1:
            return found
        shorter, longer = sorted((found[0].height, found[0].width))
        side = max(shorter, 2 * longer // 3 // MULTIPLE * MULTIPLE, 2 * self._halo + 4 * MULTIPLE)
        return window_grid(height, width, side, self._halo, MULTIPLE)

    def _score(
        self,
        frames: Cuttable,
        strips: list[Strip],
        key: Key,
        scored: Scored,
        counter: Counter,
        choose: FramesOfTile | None,
    ) -> None:
        """Each strip through the network of ``key``; ``scored`` for every window in it."""
        details = details_shown(self._state)

        def seen(window: Window) -> FloatMap:
            numbers = choose(window.tile) if choose else None
            return network_input(window.cut(frames), details, numbers)

        def cut(strip: Strip) -> list[FloatMap]:
            if len(strip) == 1 and strip[0].window.width == key[2]:
                return [seen(strip[0].window)]
            shown = np.zeros((key[0], 2 + details, *key[1:]), np.float32)
            for placed in strip:
                left = placed.left
                shown[..., left : left + placed.window.width] = seen(placed.window)
            return [shown]

        graph = self._graphs.get(key)
        try:
            for strip, (scores, in_focus) in run_each(graph, strips, cut):
                for placed in strip:
                    rows, columns = placed.window.inside()
                    columns = slice(columns.start + placed.left, columns.stop + placed.left)
                    inside = (slice(None), 0, rows, columns)
                    scored(placed.window.tile, scores[inside], in_focus[inside])
                counter.advance()
        finally:
            graph.release_memory()  # room for activations, which is most of what a graph holds

    def _compile(self, key: Key) -> Any:
        streams = max(1, min(thread_count(), AT_ONCE // math.prod(key)))
        return compile_graph(decision_graph(self._state, *key), self._precision, streams)


def side_factor(frames: int) -> float:
    """The side of a window relative to that for two frames; smaller with more, so that memory stays
    bounded."""
    return math.sqrt(2 / max(frames, 2))


def by_frames(
    windows: Sequence[Window], choose: FramesOfTile | None, count: int
) -> dict[int, list[Window]]:
    """The windows in which as many frames are compared together, fewest first: a graph for each."""
    if choose is None:
        return {count: list(windows)} if windows else {}
    found: dict[int, list[Window]] = {}
    for window in windows:
        found.setdefault(len(choose(window.tile)), []).append(window)
    return dict(sorted(found.items()))


def windows_of_runs(
    wanted: Cells, frames: int, height: int, width: int
) -> tuple[list[Window], tuple[int, int]]:
    """Windows around runs that hold the wanted cells, and height and width of the strips they fit in."""
    longest = longest_run(frames)
    low, tall = (cover_in_runs(wanted, height, width, high, longest) for high in (LOW_RUN, TALL_RUN))
    saved = frames * (pixels_seen(low, LOW_RUN) - pixels_seen(tall, TALL_RUN))
    high, runs = (TALL_RUN, tall) if saved > WORTHWHILE else (LOW_RUN, low)
    shape = strip_shape(frames, height, width, high)
    padded = -(-width // MULTIPLE) * MULTIPLE
    found = []
    for run in runs:
        top, rows = reach(run.top, height, shape[0], RUN_HALO, MULTIPLE)
        left = max(run.left - RUN_HALO, 0)
        right = min(-(-(run.left + run.width) // MULTIPLE) * MULTIPLE + RUN_HALO, padded)
        found.append(Window(top, left, rows, right - left, run))
    return found, shape


def strips_of(windows: Sequence[Window], strip_width: int, width: int) -> list[Strip]:
    """Windows side by side in strips.

    A window that ends where the picture ends lies at that end of a strip, so that the network meets the
    same border as in the picture.
    """
    padded = -(-width // MULTIPLE) * MULTIPLE
    items = [
        Item(window.width, window.left == 0, window.left + window.width == padded) for window in windows
    ]
    return [
        [Placed(windows[number], left) for number, left in strip]
        for strip in pack_into_strips(items, strip_width)
    ]


def longest_run(frames: int) -> int:
    """Width of the longest run in cells."""
    return max(1, int(LONGEST_RUN * side_factor(frames)))


def pixels_seen(runs: Sequence[Tile], high: int) -> int:
    """Pixels that the network sees for runs so many cells high, surroundings included."""
    return (high * CELL + 2 * RUN_HALO) * sum(run.width + 2 * RUN_HALO for run in runs)


def strip_shape(frames: int, height: int, width: int, high: int = LOW_RUN) -> tuple[int, int]:
    """Height and width of the strips in which runs of a picture go through the network."""
    rows, columns = (-(-side // MULTIPLE) * MULTIPLE for side in (height, width))
    return min(high * CELL + 2 * RUN_HALO, rows), min(longest_run(frames) * CELL + 2 * RUN_HALO, columns)
