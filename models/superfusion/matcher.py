"""DenseMatcher: the displacement field that brings one picture onto another of another modality.

Tang et al., "SuperFusion: a versatile image registration and fusion network with semantic awareness",
IEEE/CAA Journal of Automatica Sinica 9(12), 2022. Made from the description. It differs in three things:
luminance instead of three channels; one convention for positions (the published sampler enlarges by half
a pixel at the border); estimators say cells of their own size, so that all
begin alike. A hint for the estimators may be added (``MatcherDimensions.hint``).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.superfusion.dimensions import GRID, LEVELS, MOST_PX, PUBLISHED, MatcherDimensions
from models.superfusion.fields import blurred, gaussian_side, resized, sample

LEAK = 0.1
SHARPNESS = 8.0
"""With which the mean offset begins to be trained."""
FIELD_SIDE, FIELD_SIGMA = 13, 3.0
"""Gaussian by which an estimator's field is blurred, in cells."""
REFINED_SIDE, REFINED_SIGMA = 17, 5.0


def convolution(channels_in: int, channels_out: int, dilation: int = 1, stride: int = 1) -> nn.Conv2d:
    """3x3, without bias, of the input's size over the stride."""
    return nn.Conv2d(
        channels_in, channels_out, 3, stride, padding=dilation, dilation=dilation, bias=False
    )


class Layer(nn.Module):
    """Convolution, norm without learned scale, leaky ReLU; or, residual, ReLU after adding the input."""

    def __init__(
        self, channels_in: int, channels_out: int, dilation: int = 1, stride: int = 1,
        residual: bool = False, over_batch: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.residual = residual
        self.convolution = convolution(channels_in, channels_out, dilation, stride)
        norm = nn.BatchNorm2d if over_batch else nn.InstanceNorm2d
        self.norm: nn.Module = norm(channels_out, affine=False)

    def forward(self, features: Tensor) -> Tensor:
        output: Tensor = self.norm(self.convolution(features))
        if self.residual:
            return functional.relu(features + output)
        return functional.leaky_relu(output, LEAK)


def context(channels: int) -> nn.Sequential:
    """From a pair's joined features, 2 · ``channels``, to ``channels``."""
    return nn.Sequential(
        convolution(2 * channels, 2 * channels), nn.LeakyReLU(LEAK), convolution(2 * channels, channels)
    )


class Estimator(nn.Module):
    """The field at one size, in cells, from the features of both pictures (N, C, h, w)."""

    def __init__(self, channels: int, dilation: int, dimensions: MatcherDimensions) -> None:
        super().__init__()
        self.step = dimensions.step
        self.sharpness = nn.Parameter(torch.tensor(SHARPNESS)) if dimensions.hint != "none" else None
        self.prepare = convolution(channels, channels, dilation)
        self.context = context(channels)
        given = channels + GRID * GRID + (2 if self.sharpness is not None else 0)
        widths = [given, channels // 2, channels // 4, channels // 8]
        self.head = nn.Sequential(
            *(Layer(widths[n], widths[n + 1], 2**n, over_batch=True) for n in range(3)),
            convolution(widths[3], 2),
        )

    def forward(self, moving: Tensor, fixed: Tensor) -> Tensor:
        moving, fixed = self.prepare(moving), self.prepare(fixed)
        seen, differences = self.context(torch.cat((moving, fixed), 1)), self.correlation(moving, fixed)
        joined = torch.cat((seen, differences), 1)
        if self.sharpness is None:
            return blurred(self.head(joined), FIELD_SIDE, FIELD_SIGMA)
        offset = self.mean_offset(differences, self.sharpness)
        field = offset + self.head(torch.cat((joined, offset), 1))
        return blurred(field, FIELD_SIDE, FIELD_SIGMA)

    def mean_offset(self, differences: Tensor, sharpness: Tensor) -> Tensor:
        """(N, 2, h, w): the mean of the offsets in cells, weighted by how well the cells match."""
        usual = differences.mean(1, keepdim=True) + 1e-6
        weight = (-sharpness * differences / usual).softmax(1)
        reach = self.step * (torch.arange(GRID).to(weight) - GRID // 2)
        weight = weight.view(len(weight), GRID, GRID, *weight.shape[2:])
        x = (weight.sum(1) * reach[:, None, None]).sum(1)
        y = (weight.sum(2) * reach[:, None, None]).sum(1)
        return torch.stack((x, y), 1)

    def correlation(self, moving: Tensor, fixed: Tensor) -> Tensor:
        """Mean squared difference of ``fixed`` at p from ``moving`` at p + step · k, (N, 49, h, w)."""
        sigma = 0.75 * self.step
        smooth = blurred(moving, gaussian_side(sigma), sigma)
        reach = self.step * (GRID // 2)
        padded = functional.pad(smooth, (reach,) * 4)
        height, width = fixed.shape[-2:]
        differences = [
            ((fixed - padded[..., top : top + height, left : left + width]) ** 2).mean(1)
            for top in range(0, 2 * reach + 1, self.step)
            for left in range(0, 2 * reach + 1, self.step)
        ]
        return torch.stack(differences, 1)


class Refiner(nn.Module):
    """A correction of the field at half size, in its pixels."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.prepare = convolution(channels, channels)
        self.context = context(channels)
        widths = [channels + 2, channels // 2, channels // 4, channels // 8]
        self.head = nn.Sequential(
            *(Layer(widths[n], widths[n + 1], over_batch=True) for n in range(3)),
            convolution(widths[3], 2),
        )

    def forward(self, moving: Tensor, fixed: Tensor, field: Tensor) -> Tensor:
        pair = torch.cat((self.prepare(moving), self.prepare(fixed)), 1)
        correction: Tensor = self.head(torch.cat((self.context(pair), field), 1))
        return blurred(field + correction, REFINED_SIDE, REFINED_SIGMA)


class DenseMatcher(nn.Module):
    """Maps two pictures (N, 1, H, W), luminance in [0, 1], to fields.

    Parameters
    ----------
    dimensions
        With the published ones and three channels 1,823,688 numbers.
    """

    def __init__(self, dimensions: MatcherDimensions = PUBLISHED) -> None:
        super().__init__()
        width = dimensions.width
        self.infrared, self.visible = extractor(width), extractor(width)
        self.shared = nn.ModuleList(
            nn.Sequential(
                Layer(width * 2 ** (n + 1), width * 2 ** (n + 2), 2**n if n else 1),
                Layer(width * 2 ** (n + 2), width * 2 ** (n + 2), 2**n if n else 1, stride=2),
            )
            for n in range(LEVELS)
        )
        self.coarse = Estimator(16 * width, 2, dimensions)
        self.middle = Estimator(8 * width, 4, dimensions)
        self.refiner = Refiner(4 * width)

    def features(self, picture: Tensor, infrared: bool) -> list[Tensor]:
        """Features at 1/2, 1/4 and 1/8 of the size."""
        features = (self.infrared if infrared else self.visible)(picture)
        found = []
        for part in self.shared:
            features = part(features)
            found.append(features)
        return found

    def forward(
        self, infrared: Tensor, visible: Tensor, moving_infrared: bool = True, levels: int = LEVELS
    ) -> list[Tensor]:
        """Fields at 1/8, 1/4 and 1/2 of the size, and at last of the whole size, each in its pixels.

        With the last one, the moving picture at p + field(p) shows what the other shows at p. ``levels``
        2 leaves out the refiner, 1 also the estimator at 1/4: the field is smoother and fits less.
        """
        pair = self.features(infrared, True), self.features(visible, False)
        moving, fixed = pair if moving_infrared else pair[::-1]
        field = self.coarse(moving[2], fixed[2]).clamp(-MOST_PX / 8, MOST_PX / 8)
        fields = [field]
        if levels > 1:
            field = resized(field, size_of(fixed[1]))
            more = self.middle(sample(moving[1], field), fixed[1])
            field = field + more.clamp(-MOST_PX / 4, MOST_PX / 4)
            fields.append(field)
        if levels > 2:
            field = resized(field, size_of(fixed[0]))
            field = self.refiner(sample(moving[0], field), fixed[0], field)
            fields.append(field)
        fields.append(resized(field, size_of(infrared)))
        return fields


def extractor(width: int) -> nn.Sequential:
    """What each source has for itself, at full size: (N, 1, H, W) gives (N, 2 · width, H, W)."""
    return nn.Sequential(
        Layer(1, width),
        Layer(width, width, 2, residual=True),
        Layer(width, 2 * width, 2),
        Layer(2 * width, 2 * width, 4, residual=True),
    )


def size_of(features: Tensor) -> tuple[int, int]:
    """(H, W)."""
    return features.shape[-2], features.shape[-1]
