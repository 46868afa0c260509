"""Pixels on their way to the device and back, beside what the device computes meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from fusion.photo import Photo, Pixels
from fusion.threads import over_bands

Array = npt.NDArray[Any]


@lru_cache(maxsize=4)
def copying_stream(device: torch.device) -> torch.cuda.Stream:
    """The stream of the device on which copies run."""
    return torch.cuda.Stream(device)  # type: ignore[no-untyped-call]


def uploaded(photos: Iterable[Photo], device: torch.device) -> Iterator[Tensor]:
    """The pixels (H, W, C) of one photo after another, C 1 or 3: uint8, float32, or int16 for uint16.

    Few operations of torch know uint16; int16 holds the same bits. While the device computes with one
    photo, the next is copied.
    """
    for photo in photos:
        yield upload(photo.pixels, device)


def upload(pixels: Pixels, device: torch.device) -> Tensor:
    """One picture (H, W) or (H, W, C) on the device, copied through pinned memory."""
    source = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)
    if source.dtype == np.uint16:
        source = source.view(np.int16)
    on_gpu = device.type == "cuda"
    kind = torch.from_numpy(np.empty(0, source.dtype)).dtype
    staged = torch.empty(source.shape, dtype=kind, pin_memory=on_gpu)
    copy(source, staged.numpy())
    if not on_gpu:
        return staged
    computing, copying = torch.cuda.current_stream(device), copying_stream(device)
    with torch.cuda.stream(copying):
        values = staged.to(device, non_blocking=True)
    computing.wait_stream(copying)
    values.record_stream(computing)
    return values


def settle(device: torch.device) -> None:
    """Wait until the device has finished, so that timings name the right stage."""
    if device.type == "cuda":
        torch.cuda.current_stream(device).synchronize()


class Download:
    """A copy of a tensor into memory, which runs while the device computes further."""

    def __init__(self, values: Tensor) -> None:
        self._done: torch.cuda.Event | None = None
        self._staged = values.contiguous()
        if values.device.type == "cuda":
            self._begin(self._staged)

    def _begin(self, values: Tensor) -> None:
        copying = copying_stream(values.device)
        copying.wait_stream(torch.cuda.current_stream(values.device))
        self._staged = torch.empty(values.shape, dtype=values.dtype, pin_memory=True)
        with torch.cuda.stream(copying):
            self._staged.copy_(values, non_blocking=True)
            self._done = copying.record_event()
        values.record_stream(copying)

    def array(self, kind: type | None = None) -> Array:
        """Wait for the copy and return its values, viewed as ``kind`` of the same size. They are in
        ordinary memory, since pinned memory is scarce."""
        if self._done is not None:
            self._done.synchronize()
        source = self._staged.numpy()
        result = np.empty(source.shape, source.dtype)
        copy(source, result)
        return result if kind is None else result.view(kind)


def copy(source: Array, target: Array) -> None:
    """Copy an array, several bands of rows at a time."""

    def fill(rows: slice) -> None:
        target[rows] = source[rows]

    over_bands(fill, source.shape[0], source.shape[1])
