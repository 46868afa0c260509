"""DenseFuse in torch: an autoencoder whose features of two pictures are joined by a fixed rule.

Li and Wu, "DenseFuse: a fusion approach to infrared and visible images", IEEE Transactions on Image
Processing 28(5), 2019.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.densefuse.dimensions import ADDITION, BLOCK, DECODER, DENSE, EPSILON, GROWTH, MEAN


def convolution(channels_in: int, channels_out: int) -> nn.Conv2d:
    """3x3 with bias; outside, the picture is reflected (edge pixel not repeated)."""
    return nn.Conv2d(channels_in, channels_out, 3, padding=1, padding_mode="reflect")


class Autoencoder(nn.Module):
    """Grey pictures (N, 1, H, W) in [0, 1] to themselves; 74,193 parameters. H and W are 2 at least."""

    def __init__(self) -> None:
        super().__init__()
        self.first = convolution(1, GROWTH)
        self.dense = nn.ModuleList(convolution(GROWTH * n, GROWTH) for n in range(1, DENSE + 1))
        self.decoder = nn.ModuleList(convolution(a, b) for a, b in pairwise(DECODER))

    def encode(self, picture: Tensor) -> Tensor:
        """Features (N, 64, H, W): in the dense block the new channels stand before the older ones."""
        features = functional.relu(self.first(picture))
        for layer in self.dense:
            features = torch.cat((functional.relu(layer(features)), features), dim=1)
        return features

    def decode(self, features: Tensor) -> Tensor:
        """The picture (N, 1, H, W) that features stand for, not clipped."""
        for layer in self.decoder[:-1]:
            features = functional.relu(layer(features))
        picture: Tensor = self.decoder[-1](features)
        return picture

    def forward(self, picture: Tensor) -> Tensor:
        return self.decode(self.encode(picture))


class Fusion(nn.Module):
    """Two pictures as channels (1, 2, H, W) to the fused one (1, 1, H, W)."""

    def __init__(self, autoencoder: Autoencoder, rule: str) -> None:
        super().__init__()
        self.autoencoder = autoencoder
        self.rule = rule

    def forward(self, channels: Tensor, moments: Sequence[object] | None = None) -> Tensor:
        del moments
        first, second = (self.autoencoder.encode(channels[:, k : k + 1]) for k in (0, 1))
        return self.autoencoder.decode(joined(first, second, self.rule))


def joined(first: Tensor, second: Tensor, rule: str) -> Tensor:
    """Features (N, 64, H, W) of two pictures as one, by ``models.densefuse.dimensions.RULES``."""
    if rule in (ADDITION, MEAN):
        return (first + second) * (1.0 if rule == ADDITION else 0.5)
    activity, other = (activity_of(features) for features in (first, second))
    share = activity / (activity + other + EPSILON)
    return first * share + second * (1 - share)


def activity_of(features: Tensor) -> Tensor:
    """L1 norm over the channels, averaged over a block of 3x3 pixels; (N, 1, H, W)."""
    norm = features.abs().sum(dim=1, keepdim=True)
    side = 2 * BLOCK + 1
    return functional.avg_pool2d(functional.pad(norm, (BLOCK,) * 4, mode="reflect"), side, stride=1)
