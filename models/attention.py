"""Squeeze-and-excitation: three ways to recalibrate a feature map.

``cse`` weighs channels, ``sse`` weighs pixels, ``scse`` does both. Hu et al., "Squeeze-and-Excitation
Networks", CVPR 2018; Roy, Navab, Wachinger, "Concurrent spatial and channel squeeze and excitation",
MICCAI 2018.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from models.attention_names import ATTENTION_NAMES

REDUCTION = 8


class ChannelExcitation(nn.Module):
    """cSE: a gate in (0, 1) for each channel, from the mean of every channel over the picture.

    The gates depend on the whole picture. A caller that holds only a part of it passes ``means``,
    the channel means (N, C) of the whole.
    """

    def __init__(self, channels: int, reduction: int = REDUCTION) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, channels // reduction, bias=False)
        self.excite = nn.Linear(channels // reduction, channels, bias=False)

    def forward(self, features: Tensor, means: Tensor | None = None) -> Tensor:
        if means is None:
            means = features.mean(dim=(2, 3))
        gates = torch.sigmoid(self.excite(torch.relu(self.squeeze(means))))
        return features * gates[:, :, None, None]


class SpatialExcitation(nn.Module):
    """sSE: a gate in (0, 1) for each pixel, from its own channels; it needs no other pixel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.project = nn.Conv2d(channels, 1, kernel_size=1, bias=False)

    def forward(self, features: Tensor, _means: Tensor | None = None) -> Tensor:
        return features * torch.sigmoid(self.project(features))


class SpatialChannelExcitation(nn.Module):
    """scSE: the element-wise sum of both (the form of the published fusion network)."""

    def __init__(self, channels: int, reduction: int = REDUCTION) -> None:
        super().__init__()
        self.channel = ChannelExcitation(channels, reduction)
        self.spatial = SpatialExcitation(channels)

    def forward(self, features: Tensor, means: Tensor | None = None) -> Tensor:
        return self.channel(features, means) + self.spatial(features)


ATTENTIONS: dict[str, Callable[[int], nn.Module]] = dict(
    zip(
        ATTENTION_NAMES,
        (ChannelExcitation, SpatialExcitation, SpatialChannelExcitation),
        strict=True,
    )
)


def attention(name: str, channels: int) -> nn.Module:
    """The recalibration called ``name`` for a map of ``channels`` channels.

    Raises ``ValueError`` that lists the known names.
    """
    if name not in ATTENTIONS:
        raise ValueError(f"unknown attention {name!r}: it is one of {', '.join(ATTENTIONS)}")
    return ATTENTIONS[name](channels)
