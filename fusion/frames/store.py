"""The pixels of all frames: in memory up to a budget of bytes, beyond it in scratch files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from fusion.frames import memory
from fusion.frames.scratch import release, scratch_array
from fusion.photo import Photo


class FrameStore:
    """Frames by their number, from 0.

    Parameters
    ----------
    budget
        Bytes of pixels that stay in memory; later frames go to scratch files. None takes
        ``fusion.frames.memory.FRAMES``.

    Raises
    ------
    FusionError
        From ``put``, where the folder for temporary files has no room.

    Examples
    --------
    >>> store = FrameStore(budget=10)
    >>> store.put(0, Photo(np.zeros((2, 4), np.uint8)))
    >>> store.put(1, Photo(np.ones((2, 4), np.uint8)))
    >>> store.in_memory, int(store[1].pixels.sum())
    (False, 8)
    """

    def __init__(self, budget: int | None = None) -> None:
        self._budget = memory.FRAMES if budget is None else budget
        self._photos: dict[int, Photo] = {}
        self._sizes: dict[int, int] = {}

    def put(self, number: int, photo: Photo, owned: bool = True) -> None:
        """Keep a frame in place of the one of that number. With ``owned`` false the caller keeps the
        pixels in memory anyway, and they do not count for the budget."""
        self._sizes.pop(number, None)
        if owned and sum(self._sizes.values()) + photo.pixels.nbytes > self._budget:
            spilled = scratch_array(photo.pixels.shape, photo.pixels.dtype)
            spilled[...] = photo.pixels
            photo = replace(photo, pixels=spilled)
            release(spilled)
        elif owned:
            self._sizes[number] = photo.pixels.nbytes
        self._photos[number] = photo

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return self._photos[0].height, self._photos[0].width

    @property
    def in_memory(self) -> bool:
        """Whether no frame is in a file."""
        return not any(isinstance(photo.pixels, np.memmap) for photo in self._photos.values())

    def __len__(self) -> int:
        return len(self._photos)

    def __iter__(self) -> Iterator[Photo]:
        for number in range(len(self)):
            photo = self._photos[number]
            yield photo
            release(photo.pixels)

    def __getitem__(self, number: int) -> Photo:
        return self._photos[number]

    def release(self) -> None:
        """Free the memory that frames in scratch files take; they are read again when needed."""
        for photo in self._photos.values():
            release(photo.pixels)
