"""The decoder: rebuilds the picture from the features, and exists for training only."""

from __future__ import annotations

from itertools import pairwise

from torch import Tensor, nn

from models.sesf.dimensions import FEATURE_CHANNELS
from models.sesf.network import DenseEncoder, convolution_block


class Decoder(nn.Module):
    """64 → 64 → 32 → 16 → 1 channels, each step the encoder's block; 60,387 parameters."""

    def __init__(self) -> None:
        super().__init__()
        widths = (FEATURE_CHANNELS, 64, 32, 16, 1)
        self.blocks = nn.Sequential(*(convolution_block(a, b) for a, b in pairwise(widths)))

    def forward(self, features: Tensor) -> Tensor:
        result: Tensor = self.blocks(features)
        return result


class Autoencoder(nn.Module):
    """Encoder and decoder together: (N, 1, H, W) normalised luminance in, the same out."""

    def __init__(self, attention_name: str = "cse") -> None:
        super().__init__()
        self.encoder = DenseEncoder(attention_name)
        self.decoder = Decoder()

    def forward(self, picture: Tensor) -> Tensor:
        result: Tensor = self.decoder(self.encoder(picture))
        return result
