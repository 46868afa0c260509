"""FusionNet: infrared and visible luminance in, fused luminance out, weighted by global attention.

Tang et al., "SuperFusion", 2022; made as described. The published code leaves the sigmoid out by a slip
of the name and does not use the products with the directional attention; here both act.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.superfusion.dimensions import DIRECTIONS, FEATURES, LEAK

FIRST_GAIN = 0.2
"""With which a scan begins to be trained."""


def layers(*widths: int) -> nn.Sequential:
    """Convolutions 3x3 from width to width, each with leaky ReLU."""
    parts: list[nn.Module] = []
    for channels_in, channels_out in pairwise(widths):
        parts += [nn.Conv2d(channels_in, channels_out, 3, padding=1), nn.LeakyReLU(LEAK)]
    return nn.Sequential(*parts)


class Scan(nn.Module):
    """Scans features (N, C, H, W) downward, upward, rightward and leftward: four of the same shape.

    Along each line h(i) = relu(x(i) + w h(i − 1) + b), with h(0) = relu(x(0)), and w and b of each
    channel and direction.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.full((DIRECTIONS, channels), FIRST_GAIN))
        self.bias = nn.Parameter(torch.zeros(DIRECTIONS, channels))

    def forward(self, features: Tensor) -> list[Tensor]:
        across = features.transpose(2, 3)
        down, up = self._both_ways(features, 0)
        right, left = self._both_ways(across, 2)
        return [down, up, right.transpose(2, 3), left.transpose(2, 3)]

    def _both_ways(self, features: Tensor, direction: int) -> tuple[Tensor, Tensor]:
        """Along the third axis, forward and backward."""
        gain = self.gain[direction : direction + 2, None, :, None]
        bias = self.bias[direction : direction + 2, None, :, None]
        lines = torch.stack((features, features.flip(2))).unbind(3)
        state = functional.relu(lines[0])
        found = [state]
        for line in lines[1:]:
            state = functional.relu(torch.addcmul(line + bias, gain, state))
            found.append(state)
        there, back = torch.stack(found, 3).unbind(0)
        return there, back.flip(2)


class GlobalSpatialAttention(nn.Module):
    """The weight of the infrared features, (N, 32, H, W) in [0, 1], from both joined (N, 64, H, W)."""

    def __init__(self) -> None:
        super().__init__()
        self.begin = nn.Conv2d(2 * FEATURES, FEATURES, 3, padding=1)
        self.directions = nn.Sequential(
            *layers(2 * FEATURES, 16, 16), nn.Conv2d(16, DIRECTIONS, 3, padding=1), nn.Sigmoid()
        )
        self.first, self.second = Scan(FEATURES), Scan(FEATURES)
        self.between = nn.Conv2d(DIRECTIONS * FEATURES, FEATURES, 3, padding=1)
        self.end = nn.Sequential(
            *layers(DIRECTIONS * FEATURES, FEATURES), nn.Conv2d(FEATURES, FEATURES, 3, padding=1),
            nn.Sigmoid(),
        )  # fmt: skip

    def forward(self, joined: Tensor) -> Tensor:
        attention: Tensor = self.directions(joined)
        scanned = weighted(self.first(self.begin(joined)), attention)
        scanned = weighted(self.second(self.between(scanned)), attention)
        weight: Tensor = self.end(scanned)
        return weight


def weighted(scans: list[Tensor], attention: Tensor) -> Tensor:
    """The scans, each times its channel of the attention (N, 4, H, W), joined."""
    return torch.cat([scan * attention[:, n : n + 1] for n, scan in enumerate(scans)], 1)


class FusionNetwork(nn.Module):
    """Maps infrared and visible luminance (N, 1, H, W) in [0, 1] to the fused one; 138,741 numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.infrared, self.visible = layers(1, 8, 16, 16, FEATURES), layers(1, 8, 16, 16, FEATURES)
        self.attention = GlobalSpatialAttention()
        self.decoder = nn.Sequential(*layers(FEATURES, 16, 16, 8), nn.Conv2d(8, 1, 3, padding=1))

    def weight(self, infrared: Tensor, visible: Tensor) -> Tensor:
        """The weight of the infrared features, (N, 32, H, W)."""
        joined = torch.cat((self.infrared(infrared), self.visible(visible)), 1)
        found: Tensor = self.attention(joined)
        return found

    def paint(self, infrared: Tensor, visible: Tensor, weight: Tensor) -> Tensor:
        """The fused luminance from both pictures and the weight of the infrared features."""
        first, second = self.infrared(infrared), self.visible(visible)
        painted: Tensor = self.decoder(second + weight * (first - second))
        return (torch.tanh(painted) + 1) / 2

    def forward(self, infrared: Tensor, visible: Tensor) -> Tensor:
        return self.paint(infrared, visible, self.weight(infrared, visible))


class PaintingFusion(nn.Module):
    """The fusion network as a painter runs it: channels (1, 34, h, w) are both luminances and the weight
    of the infrared features (``models.superfusion.attending``)."""

    def __init__(self, network: FusionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, channels: Tensor, moments: Sequence[object] | None = None) -> Tensor:
        del moments
        return self.network.paint(channels[:, :1], channels[:, 1:2], channels[:, 2:])
