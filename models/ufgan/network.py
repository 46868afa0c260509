"""UFGAN in torch: a U-Net from infrared and visible to the fused grey picture, and its discriminator.

What the published code meant, mended: pictures keep their size (it lost 8 pixels), the double blocks
have the residuals that the talk promised, nothing is dropped at random, and the network adds to the mean
of its sources instead of painting from nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.ufgan.dimensions import EPSILON, SLOPE, WIDTHS, multiple


class DoubleBlock(nn.Module):
    """Two 3x3 convolutions (the picture reflected outside) beside a 1x1 one, added; (N, C, H, W)."""

    def __init__(self, channels_in: int, channels_out: int, normalised: bool) -> None:
        super().__init__()
        self.first = reflecting(channels_in, channels_out, not normalised)
        self.second = reflecting(channels_out, channels_out, not normalised)
        self.beside = nn.Conv2d(channels_in, channels_out, 1, bias=False)
        self.first_norm, self.second_norm = (
            nn.BatchNorm2d(channels_out, eps=EPSILON) if normalised else nn.Identity()
            for _ in range(2)
        )

    def forward(self, features: Tensor) -> Tensor:
        inner = functional.leaky_relu(self.first_norm(self.first(features)), SLOPE)
        inner = self.second_norm(self.second(inner)) + self.beside(features)
        return functional.leaky_relu(inner, SLOPE)


def reflecting(channels_in: int, channels_out: int, bias: bool) -> nn.Conv2d:
    """3x3, the picture reflected outside; a bias where no normalisation follows."""
    return nn.Conv2d(channels_in, channels_out, 3, padding=1, padding_mode="reflect", bias=bias)


class UNet(nn.Module):
    """(N, 2, H, W) in [-1, 1], infrared before visible, to (N, 1, H, W), which is not clipped.

    H and W are multiples of ``models.ufgan.dimensions.multiple`` and twice that at least.

    Parameters
    ----------
    widths
        Channels at each level; (16, 32, 64, 128) gives half a million parameters.
    normalised
        With batch normalisation, to train; without, its averages are part of the convolutions
        (``without_norms``).
    """

    def __init__(self, widths: Sequence[int] = WIDTHS, normalised: bool = True) -> None:
        super().__init__()
        self.widths = tuple(widths)
        self.down = nn.ModuleList(
            DoubleBlock(a, b, normalised) for a, b in pairwise((2, *self.widths))
        )
        upward = list(pairwise(reversed(self.widths)))
        self.enlarge = nn.ModuleList(nn.ConvTranspose2d(a, b, 2, stride=2) for a, b in upward)
        self.up = nn.ModuleList(DoubleBlock(2 * b, b, normalised) for _, b in upward)
        self.last = nn.Conv2d(self.widths[0], 1, 1)

    def forward(self, sources: Tensor) -> Tensor:
        features, kept = self.down[0](sources), []
        for block in self.down[1:]:
            kept.append(features)
            features = block(functional.max_pool2d(features, 2))
        for enlarge, block in zip(self.enlarge, self.up, strict=True):
            larger = functional.leaky_relu(enlarge(features), SLOPE)
            features = block(torch.cat((kept.pop(), larger), dim=1))
        picture: Tensor = self.last(features) + sources.mean(dim=1, keepdim=True)
        return picture


def without_norms(network: UNet) -> UNet:
    """The same network for inference: the averages of its batch normalisations in its convolutions."""
    state = {key: value for key, value in network.state_dict().items() if "_norm." not in key}
    for name, module in network.named_modules():
        if isinstance(module, DoubleBlock):
            for part, norm in (("first", module.first_norm), ("second", module.second_norm)):
                assert isinstance(norm, nn.BatchNorm2d)
                assert norm.running_mean is not None
                assert norm.running_var is not None
                scale = norm.weight.detach() * torch.rsqrt(norm.running_var + norm.eps)
                state[f"{name}.{part}.weight"] = state[f"{name}.{part}.weight"] * scale.view(-1, 1, 1, 1)
                state[f"{name}.{part}.bias"] = norm.bias.detach() - norm.running_mean * scale
    plain = UNet(network.widths, normalised=False).to(network.last.weight.device)
    plain.load_state_dict(state)
    return plain.eval()


class Fusion(nn.Module):
    """A picture (1, 1, H, W) in [0, 1] from channels (1, 2, H, W) in [0, 1], infrared before visible.

    Of any size: the last row and column are repeated up to what the U-Net takes.
    """

    def __init__(self, network: UNet) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, channels: Tensor, moments: Sequence[tuple[Tensor, Tensor]] | None = None
    ) -> Tensor:
        del moments
        height, width = channels.shape[-2:]
        step = multiple(len(self.network.widths))
        below, beside = (max(-(-side // step), 2) * step - side for side in (height, width))
        enlarged = functional.pad(channels * 2 - 1, (0, beside, 0, below), mode="replicate")
        picture: Tensor = self.network(enlarged)
        return (picture[..., :height, :width].clamp(-1, 1) + 1) / 2


class Discriminator(nn.Module):
    """Says of pictures (N, 1, H, W) in [-1, 1] of any size how visible they look, (N, 1).

    It weighs the mean and the largest value of each feature over the picture.
    """

    def __init__(self) -> None:
        super().__init__()
        blocks: list[nn.Module] = []
        for channels_in, channels_out in pairwise((1, 32, 64, 128, 256)):
            blocks.append(nn.Conv2d(channels_in, channels_out, 3, stride=2))
            blocks.append(nn.BatchNorm2d(channels_out))
            blocks.append(nn.LeakyReLU(SLOPE))
        self.blocks = nn.Sequential(*blocks)
        self.last = nn.Linear(2 * 256, 1)

    def forward(self, picture: Tensor) -> Tensor:
        features = self.blocks(picture)
        pooled = torch.cat((features.mean(dim=(2, 3)), features.amax(dim=(2, 3))), dim=1)
        judged: Tensor = self.last(pooled)
        return judged
