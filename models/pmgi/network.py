"""PMGI in torch: an intensity path and a gradient path that exchange what they found.

Zhang et al., "Rethinking the image fusion: a fast unified image fusion network based on proportional
maintenance of gradient and intensity", AAAI 2020.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.pmgi.dimensions import EPSILON, GROWTH, LAYERS, SLOPE, TRAINING, TRANSFERS, seen_by

Moments = Sequence[tuple[Tensor, Tensor]]


class Path(nn.Module):
    """The convolutions of one path, each with its normalisation; zeros outside."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(channels, GROWTH, side, padding=side // 2) for channels, side in LAYERS
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(GROWTH, eps=EPSILON) for _ in LAYERS)


class PmgiNetwork(nn.Module):
    """Two pictures as channels (N, 2, H, W) in [0, 1] to the fused one (N, 1, H, W) in [0, 1].

    42,017 trained parameters. The first picture counts twice in the intensity path, the second in the
    gradient path.

    Parameters
    ----------
    statistics
        ``models.pmgi.dimensions.STATISTICS``; in training mode the batch's own are taken.
    """

    def __init__(self, statistics: str = TRAINING) -> None:
        super().__init__()
        self.statistics = statistics
        self.intensity, self.gradient = Path(), Path()
        self.last = nn.Conv2d(8 * GROWTH, 1, 1)

    def forward(self, channels: Tensor, moments: Moments | None = None) -> Tensor:
        maps = self._maps(channels, len(LAYERS), moments)
        first, second, _, third, _, fourth = maps
        joined = torch.cat([part for pair in (first, second, third, fourth) for part in pair], dim=1)
        return (torch.tanh(self.last(joined)) + 1) / 2

    def pooled(self, channels: Tensor, moments: Moments) -> Tensor:
        """What layer number ``len(moments)`` gives on both paths, before it is normalised."""
        return torch.cat(self._convolved(channels, self._maps(channels, len(moments), moments)), dim=1)

    def _maps(
        self, channels: Tensor, count: int, moments: Moments | None
    ) -> list[tuple[Tensor, Tensor]]:
        """What the first ``count`` layers give: (intensity, gradient) each."""
        maps: list[tuple[Tensor, Tensor]] = []
        for layer in range(count):
            convolved = self._convolved(channels, maps)
            given = moments[layer] if moments else None
            maps.append((
                self._normalised(self.intensity, convolved[0], layer, given, 0),
                self._normalised(self.gradient, convolved[1], layer, given, 1),
            ))  # fmt: skip
        return maps

    def _convolved(
        self, channels: Tensor, maps: Sequence[tuple[Tensor, Tensor]]
    ) -> tuple[Tensor, Tensor]:
        """The convolutions of the next layer, on both paths."""
        layer = len(maps)
        inputs: list[list[Tensor]]
        if layer == 0:
            first, second = (2 * channels - 1).chunk(2, dim=1)
            inputs = [[first, first, second], [second, second, first]]
        elif layer in TRANSFERS:
            inputs = [list(maps[-1])] * 2
        else:
            inputs = [[maps[number][path] for number in seen_by(layer)] for path in (0, 1)]
        intensity, gradient = (torch.cat(parts, dim=1) for parts in inputs)
        return self.intensity.layers[layer](intensity), self.gradient.layers[layer](gradient)

    def _normalised(
        self, path: Path, features: Tensor, layer: int, given: tuple[Tensor, Tensor] | None, which: int
    ) -> Tensor:
        """Features of a path, normalised, through the leaky ReLU; ``given`` holds for both paths."""
        norm = path.norms[layer]
        assert isinstance(norm, nn.BatchNorm2d)
        if self.training or self.statistics == TRAINING:
            return functional.leaky_relu(norm(features), SLOPE)
        if given is None:
            variance, mean = torch.var_mean(features, dim=(2, 3), correction=0, keepdim=True)
        else:
            mean, variance = (values[:, which * GROWTH : (which + 1) * GROWTH] for values in given)
        features = (features - mean) * torch.rsqrt(variance + EPSILON)
        features = features * norm.weight.view(1, -1, 1, 1) + norm.bias.view(1, -1, 1, 1)
        return functional.leaky_relu(features, SLOPE)
