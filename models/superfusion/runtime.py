"""The fusion network, loaded: its attention over the whole picture, then the picture in tiles."""

from __future__ import annotations

from models.arrays import Cuttable, FloatMap
from models.manifest import State
from models.protocols import Painter
from models.running.tiling import Tick
from models.superfusion.attending import AttentionLayers, WeightedPair, attention_of


class SuperFusionRuntime:
    """Fuses an infrared and a visible luminance (``models.protocols.Painter``).

    Parameters
    ----------
    painter
        Paints from both luminances and the attention.
    layers
        The attention's convolutions, on the same device.
    state
        The network's weights.
    """

    def __init__(self, painter: Painter, layers: AttentionLayers, state: State) -> None:
        self._painter, self._layers, self._state = painter, layers, state
        self.device = painter.device

    def paint(self, channels: Cuttable, tick: Tick | None = None) -> FloatMap:
        """The fused luminance (1, H, W) of infrared and visible luminance (2, H, W) in [0, 1].

        Tiles do not show: the attention is that of the whole picture. In pictures of more than 640 x 480
        pixels it is computed at a reduced size, so that memory stays bounded.
        """
        weight = attention_of(channels, self._state, self._layers)
        painted = self._painter.paint(WeightedPair(channels, weight), tick)
        self.device = self._painter.device
        return painted
