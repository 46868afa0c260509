"""The generator and the discriminator of MFF-GAN.

Zhang et al., "MFF-GAN: an unsupervised generative adversarial network with adaptive and gradient joint
constraints for multi-focus image fusion", Information Fusion 66, 2021.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.mffgan.dimensions import BOTH, SLOPE, WIDTH


class Branch(nn.Module):
    """The convolutions of one source; ``exchange_2`` and ``exchange_3`` also see the other branch."""

    def __init__(self) -> None:
        super().__init__()
        self.step_1 = nn.Conv2d(1, WIDTH, 5)
        self.step_2 = nn.Conv2d(WIDTH, WIDTH, 3)
        self.exchange_2 = nn.Conv2d(2 * WIDTH, WIDTH, 1)
        self.step_3 = nn.Conv2d(3 * WIDTH, WIDTH, 3)
        self.exchange_3 = nn.Conv2d(2 * WIDTH, WIDTH, 1)
        self.step_4 = nn.Conv2d(4 * WIDTH, WIDTH, 3)


class Generator(nn.Module):
    """Maps two pictures (N, 1, H, W), luma in [-1, 1], to the fused luma (N, 1, H, W) in [-1, 1].

    The first branch is that of the near-focused picture. 40,033 parameters.

    Parameters
    ----------
    padding
        ``"reflect"``: outside, each convolution's input is mirrored. ``"zeros"``: it is 0, as in the
        published program, so that the outermost five pixels see mid-grey beyond the border.
    """

    def __init__(self, padding: str = "reflect") -> None:
        super().__init__()
        self.padding = padding
        self.near, self.far = Branch(), Branch()
        self.out = nn.Conv2d(8 * WIDTH, 1, 1)
        initialise(self)

    def forward(self, near: Tensor, far: Tensor) -> Tensor:
        """The fused picture."""
        branches = (self.near, self.far)
        one = [self._convolved(b.step_1, p) for b, p in zip(branches, (near, far), strict=True)]
        two = [self._convolved(b.step_2, o) for b, o in zip(branches, one, strict=True)]
        both = torch.cat(two, dim=1)
        mixed = [self._convolved(b.exchange_2, both) for b in branches]
        inputs = [torch.cat(parts, dim=1) for parts in zip(one, two, mixed, strict=True)]
        three = [self._convolved(b.step_3, i) for b, i in zip(branches, inputs, strict=True)]
        both = torch.cat(three, dim=1)
        mixed = [self._convolved(b.exchange_3, both) for b in branches]
        inputs = [torch.cat(parts, dim=1) for parts in zip(one, two, three, mixed, strict=True)]
        four = [self._convolved(b.step_4, i) for b, i in zip(branches, inputs, strict=True)]
        return torch.tanh(self.out(torch.cat((*one, *two, *three, *four), dim=1)))

    def _convolved(self, layer: nn.Conv2d, values: Tensor) -> Tensor:
        margin = layer.kernel_size[0] // 2
        if margin:
            mode = "reflect" if self.padding == "reflect" else "constant"
            values = functional.pad(values, (margin,) * 4, mode=mode)
        return functional.leaky_relu(layer(values), SLOPE)


class Fusion(nn.Module):
    """Two pictures as channels (1, 2, H, W) in [0, 1] to the fused one (1, 1, H, W) in [0, 1].

    Parameters
    ----------
    generator
        With the padding that the variant asks for.
    variant
        ``BOTH``, ``GIVEN`` or ``PUBLISHED`` of ``models.mffgan.dimensions``.
    """

    def __init__(self, generator: Generator, variant: str) -> None:
        super().__init__()
        self.generator = generator
        self.variant = variant

    def forward(self, channels: Tensor, moments: Sequence[object] | None = None) -> Tensor:
        del moments
        first, second = (2 * channels[:, k : k + 1] - 1 for k in (0, 1))
        fused: Tensor = self.generator(first, second)
        if self.variant == BOTH:
            fused = (fused + self.generator(second, first)) / 2
        return fused / 2 + 0.5


class Discriminator(nn.Module):
    """Maps absolute Laplacians (N, 1, crop, crop) to (N, 1): near 1 for those of sharp pictures.

    Parameters
    ----------
    crop
        Side of the crops in pixels.
    width
        Channels of the first of four layers; each has twice as many as the one before it. With 32 and
        crops of 60 pixels there are 389,761 parameters, as published.
    """

    def __init__(self, crop: int = 60, width: int = 32) -> None:
        super().__init__()
        channels = [1, *(width * 2**layer for layer in range(4))]
        self.layers = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride=2) for a, b in pairwise(channels)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(c, track_running_stats=False) for c in channels[2:])
        side = crop
        for _ in self.layers:
            side = (side - 3) // 2 + 1
        self.linear = nn.Linear(channels[-1] * side * side, 1)
        initialise(self)

    def forward(self, gradients: Tensor) -> Tensor:
        """How much each of a batch looks like the gradient of a sharp picture."""
        values = functional.leaky_relu(self.layers[0](gradients), SLOPE)
        for layer, norm in zip(self.layers[1:], self.norms, strict=True):
            values = functional.leaky_relu(norm(layer(values)), SLOPE)
        return self.linear(values.flatten(1))


class AdversarialNetworks(nn.Module):
    """A generator and its discriminator, which are trained and resumed together."""

    def __init__(self, crop: int, width: int) -> None:
        super().__init__()
        self.generator = Generator()
        self.discriminator = Discriminator(crop, width)


def initialise(network: nn.Module) -> None:
    """He's initialisation for leaky ReLU, biases 0."""
    for layer in _layers(network):
        nn.init.kaiming_normal_(layer.weight, SLOPE)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def _layers(network: nn.Module) -> Iterator[nn.Conv2d | nn.Linear]:
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            yield layer
