"""A small network that names the class of every pixel: judge of the semantic loss, in training only."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional


class Segmenter(nn.Module):
    """Maps luminance (N, 1, H, W) to scores (N, classes, H, W) before the softmax.

    The published one is a BiSeNet trained before and held fixed; this one learns along.
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        widths = (1, 16, 32, 32)
        self.layers = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2d(widths[n], widths[n + 1], 3, 2, 1), nn.ReLU())
                for n in range(len(widths) - 1)
            ),
            nn.Conv2d(widths[-1], classes, 3, padding=1),
        )

    def forward(self, luminance: Tensor) -> Tensor:
        scores: Tensor = self.layers(luminance)
        return functional.interpolate(
            scores, luminance.shape[-2:], mode="bilinear", align_corners=False
        )
