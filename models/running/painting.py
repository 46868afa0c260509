"""What a network that paints is, for the runners: sizes, and how to build it in each library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from models.manifest import State
from models.running.tiling import Tile, Window, window_grid

if TYPE_CHECKING:
    from torch import Tensor

NodeMoments = Sequence[tuple[Any, Any]]
"""Mean and variance, each (1, P, 1, 1), of every pooled map so far, as OpenVINO nodes."""


class PaintingGraphs(Protocol):
    """A network in OpenVINO's operations."""

    def picture(self, channels: Any, moments: NodeMoments | None) -> Any:
        """Channels (1, C, h, w) in [0, 1] give the picture (1, K, h, w); without moments, pooled maps
        are normalised by their own."""


class PoolingGraphs(PaintingGraphs, Protocol):
    """Those of a network with pooled maps."""

    def pooled(self, channels: Any, moments: NodeMoments) -> Any:
        """The pooled map number ``len(moments)``, (1, P, h, w), before it is normalised."""


class PaintingModule(Protocol):
    """A network in torch, with the same two functions; it is an ``nn.Module``."""

    def __call__(
        self, channels: Tensor, moments: Sequence[tuple[Tensor, Tensor]] | None = None, /
    ) -> Tensor: ...

    def pooled(self, channels: Tensor, moments: Sequence[tuple[Tensor, Tensor]], /) -> Tensor: ...


@dataclass(frozen=True)
class PaintingNetwork:
    """A feed-forward network from channels (C, H, W) to a picture (K, H, W), both in [0, 1].

    Parameters
    ----------
    name
        Its folder in ``models/`` and its kind in the manifest.
    load_module
        ``load_module(state, variant)`` builds the network in torch (``PaintingModule``), weights loaded.
    load_graphs
        ``load_graphs(state, variant)`` gives its OpenVINO operations.
    radius
        Receptive radius in pixels; None where a pixel depends on the whole picture in another way than
        by pooled maps, so that there can be no tiles.
    outputs
        K.
    multiple
        Sides that the network takes are multiples of this; a picture is enlarged by its last row and
        column.
    smallest
        Side that the network takes at least; a smaller picture is enlarged likewise.
    pooled
        Channels of each map that is normalised by its mean and variance over the whole picture, in
        order.
    unpooled
        Variants without pooled maps.
    side
        Largest side in pixels of what the network sees at a time, halo included.
    read_archive
        Reads the weights that the network's authors published, under this program's names; None where
        there are none.
    """

    name: str
    load_module: Callable[[State, str], Any]
    load_graphs: Callable[[State, str], PaintingGraphs]
    radius: int | None
    outputs: int = 1
    multiple: int = 1
    smallest: int = 1
    pooled: tuple[int, ...] = ()
    unpooled: tuple[str, ...] = ()
    side: int = 256
    read_archive: Callable[[Path], State] | None = None

    def of(self, variant: str) -> PaintingNetwork:
        """What it is in one of its forms."""
        return replace(self, pooled=()) if variant in self.unpooled else self

    def windows(self, height: int, width: int, side: int) -> list[Window]:
        """Windows of at most ``side`` pixels whose tiles cover a picture; one if there are no tiles."""
        multiple = self.multiple
        if self.radius is None:
            rows, columns = (
                max(-(-size // multiple) * multiple, self.smallest) for size in (height, width)
            )
            return [Window(0, 0, rows, columns, Tile(0, 0, height, width))]
        halo = -(-self.radius // multiple) * multiple
        side = max(side // multiple * multiple, 2 * halo + 2 * multiple)
        return [
            replace(
                window,
                height=max(window.height, self.smallest),
                width=max(window.width, self.smallest),
            )
            for window in window_grid(height, width, side, halo, multiple)
        ]


def is_whole(windows: Sequence[Window], height: int, width: int) -> bool:
    """Whether the one window is the picture itself."""
    return len(windows) == 1 and (windows[0].height, windows[0].width) == (height, width)
