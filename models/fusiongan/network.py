"""FusionGAN in torch: infrared and visible in, the fused grey picture out.

Ma et al., "FusionGAN: a generative adversarial network for infrared and visible image fusion",
Information Fusion 48, 2019.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.fusiongan.dimensions import EPSILON, KERNELS, RADIUS, SLOPE, TRAINING, WIDTH, widths

Moments = Sequence[tuple[Tensor, Tensor]]


class Generator(nn.Module):
    """Four unpadded convolutions, each normalised, and a 1x1 to the picture.

    Parameters
    ----------
    width
        Channels of the first layer: 256 gives the published 925,633 parameters, 64 gives 60,529.
    """

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.width = width
        channels = (2, *widths(width))
        self.layers = nn.ModuleList(
            nn.Conv2d(channels[i], channels[i + 1], side) for i, side in enumerate(KERNELS)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(c, eps=EPSILON) for c in channels[1:])
        self.last = nn.Conv2d(channels[-1], 1, 1)

    def forward(self, sources: Tensor) -> Tensor:
        """(N, 2, H, W) in [-1, 1] gives (N, 1, H - 12, W - 12) in [-1, 1]."""
        features = sources
        for layer, norm in zip(self.layers, self.norms, strict=True):
            features = functional.leaky_relu(norm(layer(features)), SLOPE)
        picture: Tensor = torch.tanh(self.last(features))
        return picture


class Fusion(nn.Module):
    """A picture (1, 1, H, W) in [0, 1] from channels (1, 2, H, W) in [0, 1], infrared before visible.

    Outside, the edge pixel is repeated.

    Parameters
    ----------
    generator
        With its weights.
    statistics
        ``models.fusiongan.dimensions.STATISTICS``.
    """

    def __init__(self, generator: Generator, statistics: str) -> None:
        super().__init__()
        self.generator = generator
        self.statistics = statistics

    def forward(self, channels: Tensor, moments: Moments | None = None) -> Tensor:
        features = self._features(channels, len(KERNELS), moments)
        return (torch.tanh(self.generator.last(features)) + 1) / 2

    def pooled(self, channels: Tensor, moments: Moments) -> Tensor:
        """What layer number ``len(moments)`` gives over the picture, before it is normalised."""
        features = self._features(channels, len(moments), moments)
        layer = len(moments)
        return inside(self.generator.layers[layer](features), layer)

    def _features(self, channels: Tensor, count: int, moments: Moments | None) -> Tensor:
        """What ``count`` layers make of the channels."""
        features = functional.pad(channels * 2 - 1, (RADIUS,) * 4, mode="replicate")
        for layer in range(count):
            features = self.generator.layers[layer](features)
            norm = self.generator.norms[layer]
            assert isinstance(norm, nn.BatchNorm2d)
            if self.statistics == TRAINING:
                features = norm(features)
            else:
                mean, variance = own_moments(features, layer) if moments is None else moments[layer]
                features = (features - mean) * torch.rsqrt(variance + EPSILON)
                features = features * norm.weight.view(1, -1, 1, 1) + norm.bias.view(1, -1, 1, 1)
            features = functional.leaky_relu(features, SLOPE)
        return features


def inside(features: Tensor, layer: int) -> Tensor:
    """The part of a layer's map that lies over the picture: what was repeated around it is left out."""
    margin = sum(side // 2 for side in KERNELS[layer + 1 :])
    height, width = features.shape[-2:]
    return features[..., margin : height - margin, margin : width - margin]


def own_moments(features: Tensor, layer: int) -> tuple[Tensor, Tensor]:
    """Mean and variance of each channel over the picture, each (1, C, 1, 1)."""
    variance, mean = torch.var_mean(inside(features, layer), dim=(2, 3), correction=0, keepdim=True)
    return mean, variance


class Discriminator(nn.Module):
    """Says of pictures (N, 1, side, side) in [-1, 1] how visible they look, (N, 1).

    397,953 parameters where the side is 120, as published.
    """

    def __init__(self, side: int) -> None:
        super().__init__()
        channels = (1, 32, 64, 128, 256)
        blocks: list[nn.Module] = []
        for layer in range(4):
            blocks.append(nn.Conv2d(channels[layer], channels[layer + 1], 3, stride=2))
            if layer:
                blocks.append(nn.BatchNorm2d(channels[layer + 1]))
            blocks.append(nn.LeakyReLU(SLOPE))
            side = (side - 3) // 2 + 1
        self.blocks = nn.Sequential(*blocks)
        self.last = nn.Linear(side * side * channels[-1], 1)

    def forward(self, picture: Tensor) -> Tensor:
        judged: Tensor = self.last(self.blocks(picture).flatten(1))
        return judged
