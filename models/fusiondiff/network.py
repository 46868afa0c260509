"""The noise predictor of FusionDiff in torch: a U-Net that is told the step.

Li et al., "FusionDiff: multi-focus image fusion using denoising diffusion probabilistic models", Expert
Systems with Applications, 2023, article 121664.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.fusiondiff.dimensions import GROUPS, MOST_PERIOD, NOISE_STEPS, Form


class Block(nn.Module):
    """Two 3x3 convolutions with the step added between them, beside a shortcut."""

    def __init__(self, before: int, after: int, time: int, form: Form) -> None:
        super().__init__()
        self.first_norm = normalisation(before, form)
        self.first = nn.Conv2d(before, after, 3, padding=1)
        self.time = nn.Linear(time, after)
        self.second_norm = normalisation(after, form)
        self.dropout = nn.Dropout(form.dropout)
        self.second = nn.Conv2d(after, after, 3, padding=1)
        self.shortcut = nn.Conv2d(before, after, 1) if before != after else nn.Identity()

    def forward(self, features: Tensor, time: Tensor) -> Tensor:
        """(N, before, h, w) and the step (N, time), behind its SiLU, give (N, after, h, w)."""
        inside = self.first(functional.silu(self.first_norm(features)))
        inside = inside + self.time(time)[:, :, None, None]
        inside = self.second(self.dropout(functional.silu(self.second_norm(inside))))
        shortcut: Tensor = self.shortcut(features)
        return shortcut + inside


def normalisation(channels: int, form: Form) -> nn.Module:
    """Of groups of channels, where the form normalises."""
    return nn.GroupNorm(GROUPS, channels) if form.normalised else nn.Identity()


def blocks(before: int, after: int, time: int, form: Form) -> nn.ModuleList:
    """The blocks of a level; the first changes the number of channels."""
    return nn.ModuleList(
        Block(before if number == 0 else after, after, time, form) for number in range(form.blocks)
    )


def enlargement(channels: int) -> nn.ConvTranspose2d:
    """A transposed 3x3 convolution to twice the height and width."""
    return nn.ConvTranspose2d(channels, channels, 3, stride=2, padding=1, output_padding=1)


class NoisePredictor(nn.Module):
    """Both sources, a noisy picture and its step give what the form predicts.

    Heights and widths are multiples of ``unshuffle`` times 2 for each level but the first.
    """

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.form = form
        width, deepest, squares = form.widths[0], form.widths[-1], form.unshuffle**2
        time = 4 * width
        self.time = nn.Sequential(nn.Linear(width, time), nn.SiLU(), nn.Linear(time, time))
        self.enter = nn.Conv2d(3 * form.planes * squares, width, 3, padding=1)
        before = (width, *form.widths[:-1])
        self.down = nn.ModuleList(
            blocks(a, b, time, form) for a, b in zip(before, form.widths, strict=True)
        )
        self.reduce = nn.ModuleList(nn.Conv2d(c, c, 3, stride=2, padding=1) for c in form.widths[:-1])
        self.middle = nn.ModuleList(Block(deepest, deepest, time, form) for _ in range(2))
        outward = list(zip(form.widths, before, strict=True))[::-1]
        self.up = nn.ModuleList(blocks(a, b, time, form) for a, b in outward)
        self.enlarge = nn.ModuleList(enlargement(b) for _, b in outward[1:])
        self.fine = blocks(width, width, time, form) if form.joins_input else nn.ModuleList()
        self.leave_norm = normalisation(width, form)
        self.leave = nn.Conv2d(width, form.planes * squares, 3, padding=1)
        if form.residual:
            self._begin_at_the_mean()

    def _begin_at_the_mean(self) -> None:
        """Zeros at the end of every block and of the whole: untrained it predicts the sources' mean."""
        for module in self.modules():
            if isinstance(module, Block):
                nn.init.zeros_(module.second.weight)
        nn.init.zeros_(self.leave.weight)
        assert self.leave.bias is not None
        nn.init.zeros_(self.leave.bias)

    def forward(self, channels: Tensor, moments: Sequence[object] | None = None) -> Tensor:
        """As ``models.running.painting.PaintingModule``: the step t / T is a further, even channel."""
        del moments
        times = torch.round(channels[:, -1, 0, 0] * NOISE_STEPS)
        return self.predict(channels[:, :-1], times)

    def predict(self, pictures: Tensor, times: Tensor) -> Tensor:
        """Sources and noisy picture (N, 3 · planes, H, W) in [-1, 1] by and large, and t (N,) of
        0..T − 1, give (N, planes, H, W)."""
        time = functional.silu(self.time(sinusoids(times, self.form.widths[0])))
        features = self.enter(functional.pixel_unshuffle(pictures, self.form.unshuffle))
        kept: list[Tensor] = []
        finest = features
        for number, level in enumerate(self.down):
            features = through(level, features, time)
            if number == 0:
                finest = features
            if number < len(self.reduce):
                features = self.reduce[number](features)
            kept.append(features)
        features = through(self.middle, features, time)
        for number, level in enumerate(self.up):
            features = through(level, features + kept.pop(), time)
            if number:
                features = self.enlarge[number - 1](features)
        if self.form.joins_input:
            features = through(self.fine, features + finest, time)
        left = self.leave(functional.silu(self.leave_norm(features)))
        return functional.pixel_shuffle(left, self.form.unshuffle)


def through(level: nn.Module, features: Tensor, time: Tensor) -> Tensor:
    """Features behind the blocks of a level."""
    for block in level.children():
        features = block(features, time)
    return features


def sinusoids(times: Tensor, count: int) -> Tensor:
    """Steps (N,) as (N, count): cosines, then sines, of ever longer periods."""
    half = count // 2
    numbers = torch.arange(half, dtype=torch.float32, device=times.device)
    rates = torch.exp(-math.log(MOST_PERIOD) / half * numbers)
    angles = times.float()[:, None] * rates
    return torch.cat((angles.cos(), angles.sin()), dim=1)
