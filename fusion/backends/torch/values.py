"""Pixels and steps as float32 on the device, and back in their own types."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from fusion.decision import WHOLE
from fusion.photo import LUMINANCE_RGB

WHITE = {torch.uint8: 255.0, torch.int16: 65535.0, torch.float32: 1.0}
"""What a type of pixels stands for at most; int16 holds the bits of uint16."""
BITS = 0xFFFF


def as_numbers(pixels: Tensor) -> Tensor:
    """Pixels as float32, not scaled."""
    if pixels.dtype == torch.int16:
        return pixels.to(torch.int32).bitwise_and_(BITS).float()
    return pixels.float()


def as_pixels(numbers: Tensor, kind: torch.dtype) -> Tensor:
    """Numbers in the type of the pixels, whose range they must be in; rounded where it is an integer."""
    if kind == torch.float32:
        return numbers.float()
    whole = numbers.round()
    return whole.to(torch.int32).to(kind) if kind == torch.int16 else whole.to(kind)


def luminance_of(pixels: Tensor) -> Tensor:
    """Luminance (H, W) in [0, 1] of (H, W, C): ``fusion.photo.luminance`` but for the last bit."""
    scale = np.float32(1 / WHITE[pixels.dtype])
    if pixels.shape[2] == 1:
        return as_numbers(pixels[:, :, 0]) * float(scale)
    red, green, blue = (float(np.float32(weight) * scale) for weight in LUMINANCE_RGB)
    result = as_numbers(pixels[:, :, 0]) * red
    result += as_numbers(pixels[:, :, 1]) * green
    result += as_numbers(pixels[:, :, 2]) * blue
    return result


def to_steps(values: Tensor) -> Tensor:
    """[0, 1] in steps (``fusion.decision.WHOLE``), int16 with the bits of uint16."""
    return (values.clamp(0, 1) * WHOLE).round().to(torch.int32).to(torch.int16)


def from_steps(steps: Tensor) -> Tensor:
    """Steps as float32 in [0, 1]."""
    return steps.to(torch.int32).bitwise_and_(BITS).float() / WHOLE


def whole_step() -> int:
    """``WHOLE`` in int16, with the bits of uint16."""
    return int(np.array(WHOLE, np.uint16).view(np.int16))
