"""The mask generator of SMFuse: two grey pictures in, a map of which of them is in focus out.

"SMFuse: multi-focus image fusion via self-supervised mask-optimization", IEEE Transactions on
Computational Imaging, 2021.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.smfuse.dimensions import DECODER, DILATIONS, GROWTH, SLOPE


class Branch(nn.Module):
    """Four densely connected 3×3 convolutions; the picture itself feeds only the first."""

    def __init__(self, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv2d(max(1, layer * GROWTH), GROWTH, 3, dilation=dilation)
            for layer, dilation in enumerate(dilations)
        )
        self.dilations = dilations

    def forward(self, picture: Tensor) -> list[Tensor]:
        """The outputs of the four layers, (N, 16, H, W) each; outside, layers mirror their input."""
        outputs: list[Tensor] = []
        for layer, dilation in zip(self.layers, self.dilations, strict=True):
            values = torch.cat(outputs, dim=1) if outputs else picture
            padded = functional.pad(values, (dilation,) * 4, mode="reflect")
            outputs.append(functional.leaky_relu(layer(padded), SLOPE))
        return outputs


class MaskGenerator(nn.Module):
    """Maps two pictures (N, 1, H, W), grey in [-1, 1], to M_G (N, 1, H, W) in [0, 1].

    1 is where the first picture is in focus. The branches have weights of their own, so the order of
    the pictures matters (``symmetric_map`` does away with it). 38,433 parameters.

    Parameters
    ----------
    variant
        Of ``DILATIONS``.
    """

    def __init__(self, variant: str = "published") -> None:
        super().__init__()
        self.variant = variant
        self.first = Branch(DILATIONS[variant])
        self.second = Branch(DILATIONS[variant])
        self.decoder = nn.ModuleList(
            nn.Conv2d(channels_in, channels_out, 1)
            for channels_in, channels_out in pairwise(DECODER)
        )
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, SLOPE)
                nn.init.zeros_(layer.bias)  # type: ignore[arg-type]

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """M_G of the two pictures."""
        pairs = zip(self.first(first), self.second(second), strict=True)
        values = torch.cat([output for pair in pairs for output in pair], dim=1)
        for layer in self.decoder[:-1]:
            values = functional.leaky_relu(layer(values), SLOPE)
        return torch.tanh(self.decoder[-1](values)) / 2 + 0.5


class Fusion(nn.Module):
    """Two pictures as channels (1, 2, H, W) in [0, 1] to the map (1, 1, H, W), by ``symmetric_map``."""

    def __init__(self, generator: MaskGenerator) -> None:
        super().__init__()
        self.generator = generator

    def forward(self, channels: Tensor, moments: Sequence[object] | None = None) -> Tensor:
        del moments
        first, second = (2 * channels[:, k : k + 1] - 1 for k in (0, 1))
        return symmetric_map(self.generator, first, second)


def symmetric_map(network: MaskGenerator, first: Tensor, second: Tensor) -> Tensor:
    """The mean of both orders of the pictures: exchanged, they give 1 less the same map."""
    return (network(first, second) + 1 - network(second, first)) / 2
