"""Runs SuperFusion's networks in torch: the attention's layers of the one, and the matcher."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.arrays import FloatMap
from models.manifest import WEIGHTS_FOLDER, State
from models.running.torch_precision import computing_in
from models.running.torch_weights import load_state
from models.superfusion.dimensions import REDUCTION
from models.superfusion.matcher import DenseMatcher
from models.superfusion.network import FusionNetwork
from models.superfusion.weights import MATCHER, load_matcher

TRAINED_SIDE = 520
"""Longer side, in pixels, of most pictures that matchers are trained with, before they are reduced."""


class TorchAttentionLayers:
    """The convolutions between the scans (``models.superfusion.attending.AttentionLayers``)."""

    def __init__(self, state: State, device: str = "cpu") -> None:
        self._device = torch.device(device)
        self._network = load_state(FusionNetwork(), state).to(self._device)

    @torch.inference_mode()
    def begin(self, pair: FloatMap) -> tuple[FloatMap, FloatMap]:
        network, values = self._network, self._given(pair)
        with computing_in(torch.float32, self._device):
            joined = torch.cat((network.infrared(values[:, :1]), network.visible(values[:, 1:])), 1)
            attention = network.attention
            return taken(attention.begin(joined)), taken(attention.directions(joined))

    @torch.inference_mode()
    def between(self, scanned: FloatMap) -> FloatMap:
        with computing_in(torch.float32, self._device):
            return taken(self._network.attention.between(self._given(scanned)))

    @torch.inference_mode()
    def end(self, scanned: FloatMap) -> FloatMap:
        with computing_in(torch.float32, self._device):
            return taken(self._network.attention.end(self._given(scanned)))

    def _given(self, values: FloatMap) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(values))[None].to(self._device)


class MatcherRuntime:
    """A trained matcher on the CPU or CUDA.

    Parameters
    ----------
    matcher
        Ready for inference.
    share
        At which size of pictures of about 520 pixels it was trained.
    device
        ``"cpu"`` or ``"cuda"``.

    Attributes
    ----------
    side
        Longer side, in pixels, of the pictures that it is to be shown.
    """

    def __init__(self, matcher: DenseMatcher, share: float, device: str = "cpu") -> None:
        self.device = device
        self.side = round(TRAINED_SIDE * share)
        self._matcher = matcher.to(device)

    @classmethod
    def load(
        cls, device: str = "cpu", name: str = MATCHER, folder: Path = WEIGHTS_FOLDER
    ) -> MatcherRuntime:
        """With the trained weights ``name``; raises ``WeightsError``."""
        matcher, part = load_matcher(name, folder)
        return cls(matcher, part.share, device)

    @torch.inference_mode()
    def field(self, infrared: FloatMap, visible: FloatMap, levels: int) -> FloatMap:
        """The field that brings the infrared picture onto the visible one.

        Parameters
        ----------
        infrared, visible
            (h, w) luminances in [0, 1], at the size that the matcher was trained for.
        levels
            Sizes at which it looks, 1 to 3.

        Returns
        -------
        FloatMap
            (2, h, w), x and y in pixels: infrared at p + field(p) shows what the visible shows at p.
        """
        height, width = visible.shape
        device = torch.device(self.device)
        # normalising over the picture takes two cells of the lowest level
        least = 2 * REDUCTION if max(height, width) <= REDUCTION else REDUCTION
        right, below = (max(least - side, -side % REDUCTION) for side in (width, height))
        padding = (0, right, 0, below)
        pair = [
            functional.pad(torch.from_numpy(values)[None, None].to(device), padding, mode="replicate")
            for values in (infrared, visible)
        ]
        with computing_in(torch.float32, device):
            field = self._matcher(pair[0], pair[1], levels=levels)[-1]
        return taken(field)[:, :height, :width]


def taken(values: Tensor) -> FloatMap:
    """(1, C, h, w) as an array (C, h, w)."""
    return np.asarray(values[0].float().cpu().numpy(), np.float32)
