"""A device whose memory ends, made by letting torch's convolutions of large maps fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn


def limit_memory(
    monkeypatch: pytest.MonkeyPatch,
    fits: Callable[[int, int], bool],
    error: Exception | None = None,
) -> None:
    """Convolutions of maps (h, w) that do not fit raise ``error``; if none is given, out of memory."""
    original = nn.Conv2d.forward

    def limited(layer: nn.Conv2d, values: Tensor) -> Tensor:
        if not fits(*values.shape[2:]):
            raise error or torch.cuda.OutOfMemoryError
        return original(layer, values)

    monkeypatch.setattr(nn.Conv2d, "forward", limited)
