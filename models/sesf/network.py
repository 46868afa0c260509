"""The squeeze-and-excitation dense encoder: grey picture in, 64 feature maps of the same size out.

Ma et al., "SESF-Fuse: an unsupervised deep model for multi-focus image fusion", Neural Computing and
Applications, 2020. Each of the four blocks sees all recalibrated outputs before it (dense connection).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.attention import attention
from models.attention_names import pools_globally
from models.sesf.dimensions import BLOCKS, EPSILON, GROWTH


def convolution_block(channels_in: int, channels_out: int) -> nn.Sequential:
    """Convolution 3x3 (zero padding 1, bias), then ReLU, then batch normalisation."""
    return nn.Sequential(
        nn.Conv2d(channels_in, channels_out, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.BatchNorm2d(channels_out, eps=EPSILON),
    )


class DenseEncoder(nn.Module):
    """Maps (N, 1, H, W), normalised luminance, to features (N, 64, H, W).

    Parameters
    ----------
    attention_name
        ``"cse"``, ``"sse"`` or ``"scse"``; 14,416, 14,224 or 14,480 parameters.
    """

    def __init__(self, attention_name: str = "cse") -> None:
        super().__init__()
        self.attention_name = attention_name
        self.blocks = nn.ModuleList(
            convolution_block(max(1, layer * GROWTH), GROWTH) for layer in range(BLOCKS)
        )
        self.attentions = nn.ModuleList(attention(attention_name, GROWTH) for _ in range(BLOCKS))

    @property
    def pools_globally(self) -> bool:
        """Whether features depend on the whole picture (see ``channel_means``)."""
        return pools_globally(self.attention_name)

    def forward(self, picture: Tensor, means: Sequence[Tensor] | None = None) -> Tensor:
        """Features of ``picture``.

        ``means``, one (N, 16) tensor a block, replaces the channel means that the squeeze would take
        over ``picture``: give those of the whole picture when ``picture`` is only a tile of it.
        """
        features = picture
        for layer in range(BLOCKS):
            output = self.attentions[layer](
                self.blocks[layer](features), None if means is None else means[layer]
            )
            features = output if layer == 0 else torch.cat((features, output), dim=1)
        return features

    def before_attention(self, picture: Tensor, means: Sequence[Tensor]) -> Tensor:
        """What the block number ``len(means)`` gives, before recalibration: (N, 16, H, W).

        ``means`` are the channel means of the blocks before it. Their gates, then the mean of this
        over the picture, then the next block: so the gates of a picture can be found tile by tile.
        """
        features = picture
        for layer, layer_means in enumerate(means):
            output = self.attentions[layer](self.blocks[layer](features), layer_means)
            features = output if layer == 0 else torch.cat((features, output), dim=1)
        result: Tensor = self.blocks[len(means)](features)
        return result
