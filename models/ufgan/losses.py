"""What UFGAN's generator learns from, besides its discriminator.

The published code compared features of the fused picture, cut off from the graph, with those of the
sources: content and style changed no weight. Here gradients flow through the fused side, and each
picture has a Gram matrix of its own. VGG's weights are not this program's: a frozen encoder of its own
stands in.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.training.filters import ZERO, laplacian
from models.training.structural_similarity import structural_similarity

BLOCK = 16
"""Channels of each of the encoder's blocks."""


def intensity_loss(fused: Tensor, sources: Tensor) -> Tensor:
    """Mean square difference from the brighter source; (N, 1, H, W) and (N, 2, H, W) in [-1, 1]."""
    return ((fused - sources.amax(dim=1, keepdim=True)) ** 2).mean()


def gradient_loss(fused: Tensor, sources: Tensor) -> Tensor:
    """Mean square difference of the Laplacian from the source's that is larger there."""
    infrared, visible = laplacian(sources[:, :1], ZERO), laplacian(sources[:, 1:], ZERO)
    larger = torch.where(infrared.abs() > visible.abs(), infrared, visible)
    return ((laplacian(fused, ZERO) - larger) ** 2).mean()


def dissimilarity(fused: Tensor, sources: Tensor) -> Tensor:
    """1 − SSIM to either source, added, averaged over the batch."""
    scaled, sources = (fused + 1) / 2, (sources + 1) / 2
    similar = [structural_similarity(scaled, sources[:, k : k + 1]) for k in (0, 1)]
    return (2 - similar[0] - similar[1]).mean()


def total_variation(picture: Tensor) -> Tensor:
    """Half the mean absolute difference of neighbours, down and across."""
    down = (picture[:, :, 1:] - picture[:, :, :-1]).abs().mean()
    across = (picture[:, :, :, 1:] - picture[:, :, :, :-1]).abs().mean()
    return (down + across) / 2


def gram(features: Tensor) -> Tensor:
    """X Xᵀ / (C H W) of each picture's features (N, C, H, W): (N, C, C)."""
    flat = features.flatten(2)
    return flat @ flat.transpose(1, 2) / flat[0].numel()


class TransferLoss(nn.Module):
    """Content of the visible picture, style of the infrared one, by a frozen encoder's features.

    Parameters
    ----------
    encoder
        Normalised luminance (N, 1, H, W) to features (N, 64, H, W) of four blocks.
    mean, deviation
        Of the luminance in [0, 1] that the encoder was trained on.
    """

    def __init__(self, encoder: nn.Module, mean: float, deviation: float) -> None:
        super().__init__()
        self.encoder = encoder.eval().requires_grad_(False)
        self.mean, self.deviation = mean, deviation

    def forward(self, fused: Tensor, sources: Tensor) -> tuple[Tensor, Tensor]:
        """(content, style): mean square differences of the last block's features from the visible
        picture's, and of all blocks' Gram matrices from the infrared picture's. All in [-1, 1]."""
        made = self._features(fused)
        with torch.no_grad():
            infrared, visible = (self._features(sources[:, k : k + 1]) for k in (0, 1))
        content = ((made[:, -BLOCK:] - visible[:, -BLOCK:]) ** 2).mean()
        count = made.shape[1] // BLOCK
        blocks = zip(made.chunk(count, 1), infrared.chunk(count, 1), strict=True)
        styles = [((gram(own) - gram(wanted)) ** 2).mean() for own, wanted in blocks]
        return content, torch.stack(styles).sum()

    def _features(self, picture: Tensor) -> Tensor:
        features: Tensor = self.encoder(((picture + 1) / 2 - self.mean) / self.deviation)
        return features
