"""The network of the learned decision: frames in, for each frame how much it ought to be chosen.

Every frame goes through the same weights (siamese), a U-shaped trunk of squeeze-and-excitation dense
blocks at 1/2, 1/4, 1/8 and 1/16 of the picture's size, and a small one at full size that refines what
the trunk found. Before each block a frame is shown, channel by channel, the largest value that the
*other* frames have there. The largest of a set does not depend on
its order, so permuting the frames permutes the scores and changes nothing else, and one set of weights
serves any number of frames (Zaheer et al., "Deep Sets", NeurIPS 2017; Qi et al., "PointNet", CVPR 2017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from models.attention import attention
from models.attention_names import NO_ATTENTION
from models.decision.dimensions import BLOCK_NAMES
from models.decision.inputs import DETAIL_SIDES, DIFFERENCE_GAIN, FAINT


@dataclass(frozen=True)
class Widths:
    """Channels of each level, finest first, and what each dense layer adds.

    ``fine`` is what the full-size level has of both; 0 leaves that level out. ``details`` is how many of
    ``DETAIL_SIDES`` the agreement with the mean's detail is shown for.
    """

    channels: tuple[int, ...] = (24, 32, 40, 56)
    growth: tuple[int, ...] = (16, 20, 24, 30)
    fine: int = 8
    details: int = len(DETAIL_SIDES)


class Unchanged(nn.Module):
    """No recalibration, to measure what squeeze and excitation is worth."""

    def forward(self, features: Tensor) -> Tensor:
        return features


def recalibration(name: str, channels: int) -> nn.Module:
    """The squeeze-and-excitation called ``name``, or none for ``NO_ATTENTION``."""
    return Unchanged() if name == NO_ATTENTION else attention(name, channels)


class SqueezeDenseBlock(nn.Module):
    """Two 3x3 convolutions, densely connected and recalibrated, then a 1x1 to ``channels``."""

    def __init__(self, channels_in: int, channels: int, growth: int, attention_name: str) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(channels_in + layer * growth, growth, 3, padding=1) for layer in range(2)
        )
        self.attentions = nn.ModuleList(recalibration(attention_name, growth) for _ in range(2))
        self.gather = nn.Conv2d(channels_in + 2 * growth, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        for convolution, recalibrate in zip(self.convolutions, self.attentions, strict=True):
            added = recalibrate(functional.relu(convolution(features)))
            features = torch.cat((features, added), dim=1)
        return functional.relu(self.gather(features))


class SqueezePlainBlock(nn.Module):
    """As ``SqueezeDenseBlock``, but each convolution is given only what the one before it found.

    The middle is as wide as makes up for the weights that the dense connections have.
    """

    def __init__(self, channels_in: int, channels: int, growth: int, attention_name: str) -> None:
        super().__init__()
        wide = round(growth * (2 * channels_in + growth) / (channels_in + growth))
        self.convolutions = nn.ModuleList(
            (nn.Conv2d(channels_in, wide, 3, padding=1), nn.Conv2d(wide, growth, 3, padding=1))
        )
        self.attentions = nn.ModuleList(recalibration(attention_name, n) for n in (wide, growth))
        self.gather = nn.Conv2d(growth, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        for convolution, recalibrate in zip(self.convolutions, self.attentions, strict=True):
            features = recalibrate(functional.relu(convolution(features)))
        return functional.relu(self.gather(features))


BLOCK_TYPES: dict[str, Callable[[int, int, int, str], nn.Module]] = dict(
    zip(BLOCK_NAMES, (SqueezeDenseBlock, SqueezePlainBlock), strict=True)
)


class FineLevel(nn.Module):
    """Refines the trunk's maps at full size, where an edge is one pixel wide.

    It sees both frames' own pixels, the frames' agreement with the detail of their mean, what the trunk
    knows of the surroundings, and the score so far.
    """

    BELOW = 6
    """Channels that it takes from the trunk."""

    def __init__(self, below: int, growth: int, details: int, attention_name: str) -> None:
        super().__init__()
        self.stem = nn.Conv2d(2 + details, growth, 3, padding=1)
        self.below = nn.Conv2d(below, self.BELOW, 1)
        seen = self.BELOW + 2 * growth + 2 + details
        self.convolutions = nn.ModuleList(
            nn.Conv2d(seen + layer * growth, growth, 3, padding=1) for layer in range(2)
        )
        self.attentions = nn.ModuleList(recalibration(attention_name, growth) for _ in range(2))
        self.head = nn.Conv2d(seen + 2 * growth, 2, 1, bias=False)
        self.head.weight.data.zero_()

    def forward(
        self, own: Tensor, agreement: Tensor, below: Tensor, coarse: Tensor, frames: int
    ) -> Tensor:
        """What is added to ``coarse`` (B·n, 2, H, W); ``own`` is the stem's output."""
        known = functional.interpolate(
            self.below(below), scale_factor=2.0, mode="bilinear", align_corners=False
        )
        own = functional.relu(own)
        score = coarse[:, :1]
        others = (best_other(own, frames), best_other(score, frames))
        features = torch.cat((known, own, others[0], score, others[1], agreement), dim=1)
        features = features.contiguous(memory_format=torch.channels_last)  # the score is not
        for convolution, recalibrate in zip(self.convolutions, self.attentions, strict=True):
            added = recalibrate(functional.relu(convolution(features)))
            features = torch.cat((features, added), dim=1)
        result: Tensor = self.head(features)
        return result


class DecisionNetwork(nn.Module):
    """Maps frames (B·n, 1, H, W), luminance in [0, 1], n of a scene in a row, to two maps a frame.

    Returns (B·n, 2, H, W): the score, to be compared between the frames of a scene, and the logit of
    the probability that the frame is in focus there, that is, shows the scene as it is. H and W are
    multiples of ``models.decision.dimensions.MULTIPLE``.
    """

    def __init__(
        self, widths: Widths | None = None, attention_name: str = "sse", block: str = "dense"
    ) -> None:
        super().__init__()
        self.attention_name = attention_name
        self.block = block
        self.widths = widths or Widths()
        channels, growth = self.widths.channels, self.widths.growth
        levels = len(channels)
        details = self.widths.details
        self.stem = nn.Conv2d(4 * (2 + details), channels[0], 3, padding=1)
        self.down = nn.ModuleList(
            nn.Conv2d(channels[level], channels[level + 1], 2, stride=2) for level in range(levels - 1)
        )
        self.encoders = nn.ModuleList(
            BLOCK_TYPES[block](2 * channels[level], channels[level], growth[level], attention_name)
            for level in range(levels)
        )
        self.up = nn.ModuleList(
            nn.Conv2d(channels[level + 1], channels[level], 1) for level in range(levels - 1)
        )
        self.decoders = nn.ModuleList(
            BLOCK_TYPES[block](2 * channels[level], channels[level], growth[level], attention_name)
            for level in range(levels - 1)
        )
        self.head = nn.Conv2d(channels[0], 8, 3, padding=1)
        fine = self.widths.fine
        self.fine = FineLevel(channels[0], fine, details, attention_name) if fine else None

    def forward(self, luminance: Tensor, frames: int, numbers: Sequence[int] | None = None) -> Tensor:
        """Scores and in-focus logits; ``frames`` is n, the number of frames of a scene. With ``numbers``
        those frames of one scene are compared; the mean to which they are related is that of all."""
        shown = self.shown(luminance, frames)
        if numbers is not None:
            shown, frames = shown[list(numbers)], len(numbers)
        with torch.autocast(luminance.device.type, enabled=False):
            # In float32 whatever the rest runs in: 8 bits of mantissa would lose faint texture.
            stem = self.stem(functional.pixel_unshuffle(shown, 2))
            own = self.fine.stem(shown) if self.fine else None
        kind = convolved_in(luminance.device.type)
        features = self._trunk(functional.relu(stem).to(kind), frames)
        coarse = functional.pixel_shuffle(self.head(features), 2)
        if self.fine is None or own is None:
            return coarse
        agreement = shown[:, 2:].to(kind)
        result: Tensor = coarse + self.fine(own.to(kind), agreement, features, coarse, frames)
        return result

    def _trunk(self, features: Tensor, frames: int) -> Tensor:
        """Down and up again; returns the features at half size."""
        skipped: list[Tensor] = []
        for level, encoder in enumerate(self.encoders):
            if level:
                features = functional.relu(self.down[level - 1](features))
            features = encoder(torch.cat((features, best_other(features, frames)), dim=1))
            skipped.append(features)
        for level in reversed(range(len(self.decoders))):
            features = functional.interpolate(
                self.up[level](features), scale_factor=2.0, mode="bilinear", align_corners=False
            )
            features = self.decoders[level](torch.cat((features, skipped[level]), dim=1))
        return features

    def shown(self, luminance: Tensor, frames: int) -> Tensor:
        """(B·n, 2 + details, H, W), float32: what ``models.decision.inputs.network_input`` says."""
        with torch.autocast(luminance.device.type, enabled=False):
            scenes = by_scene(luminance.float(), frames)
            mean = scenes.mean(dim=1)
            difference = scenes - mean[:, None]
            spread = difference.square().mean(dim=1) + FAINT
            shown = [luminance.float() - 0.5, (difference * DIFFERENCE_GAIN).flatten(0, 1)]
            for side in DETAIL_SIDES[: self.widths.details]:
                around = functional.pad(mean, [side // 2] * 4, mode="replicate")
                rows = functional.avg_pool2d(around, (side, 1), 1)
                detail = mean - functional.avg_pool2d(rows, (1, side), 1)
                factor = detail / (spread + detail.square())
                shown.append((difference * factor[:, None]).flatten(0, 1))
            return torch.cat(shown, dim=1).contiguous(memory_format=torch.channels_last)


def convolved_in(device_type: str) -> torch.dtype:
    """The type to which convolutions round what they are given. What is put side by side with their
    outputs is better rounded before: side by side everything would take the widest type."""
    if torch.is_autocast_enabled(device_type):
        return torch.get_autocast_dtype(device_type)
    return torch.float32


def run_network(
    network: DecisionNetwork, seen: Tensor, kind: torch.dtype = torch.float32
) -> tuple[Tensor, Tensor]:
    """Scores and in-focus logits, each (B, n, H, W) float32, for frames (B, n, H, W)."""
    frames = seen.shape[1]
    inputs = seen.flatten(0, 1)[:, None].contiguous(memory_format=torch.channels_last)
    with torch.autocast(seen.device.type, kind, enabled=kind != torch.float32):
        output = network(inputs, frames)
    scenes = by_scene(output.float(), frames)
    return scenes[:, :, 0], scenes[:, :, 1]


def filled_up(values: npt.NDArray[np.float32], height: int, width: int) -> npt.NDArray[np.float32]:
    """(n, h, w) as (n, height, width): the last row and column go on where the picture ends."""
    below, beside = height - values.shape[1], width - values.shape[2]
    return np.pad(values, ((0, 0), (0, below), (0, beside)), mode="edge")


def by_scene(values: Tensor, frames: int) -> Tensor:
    """(B·n, C, H, W) as (B, n, C, H, W)."""
    return values.reshape(-1, frames, *values.shape[1:])


def best_other(features: Tensor, frames: int) -> Tensor:
    """The largest value among the other frames of the scene; (B·n, C, H, W) as ``features``."""
    scenes = by_scene(features, frames)
    if frames == 2:
        return scenes.flip(1).flatten(0, 1)
    largest = scenes.topk(2, dim=1).values
    first, second = largest[:, :1], largest[:, 1:]
    return torch.where(scenes == first, second, first).flatten(0, 1)


def sparse_weights(scores: Tensor, decisiveness: float = 1.0) -> Tensor:
    """Weights (B, n, H, W) that sum to 1 over the frames; exactly 0 and 1 where a score leads enough.

    Sparsemax of d · scores: Martins and Astudillo, ICML 2016, equation 3. For two frames it is
    clip((d · (s₁ − s₂) + 1) / 2, 0, 1), so that a lead of 1/d takes all.
    """
    scores = scores * decisiveness
    if scores.shape[1] == 2:
        first = ((scores[:, :1] - scores[:, 1:] + 1) / 2).clamp(0, 1)
        return torch.cat((first, 1 - first), dim=1)
    ordered = scores.sort(dim=1, descending=True).values
    count = torch.arange(1, scores.shape[1] + 1, device=scores.device)[None, :, None, None]
    sums = ordered.cumsum(dim=1)
    support = (1 + count * ordered > sums).sum(dim=1, keepdim=True)
    threshold = (sums.gather(1, support - 1) - 1) / support
    return (scores - threshold).clamp(min=0)
