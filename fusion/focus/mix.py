"""Mixing two frames where a choice is soft, and taking one frame's own pixels where it is not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from fusion.focus.blend import pick
from fusion.focus.decision import Labels
from fusion.photo import FloatMap, Photo, Pixels


def mix(frames: Iterable[Photo], labels: Labels, second: Labels, weight: FloatMap) -> Pixels:
    """``weight`` of the frame in ``labels`` and the rest of the frame in ``second``.

    Where ``weight`` is 1 the pixel is the source's own, bit for bit; elsewhere it lies between the two
    sources. Walks through ``frames`` twice and holds one of them at a time.
    """
    pixels = pick(frames, labels)
    soft = np.flatnonzero(weight < 1)
    if soft.size == 0:
        return pixels
    channels = 1 if pixels.ndim == 2 else 3
    first_of, second_of, share = labels.ravel()[soft], second.ravel()[soft], weight.ravel()[soft]
    mixed = np.zeros((soft.size, channels), np.float32)
    for number, photo in enumerate(frames):
        values = photo.pixels.reshape(-1, channels)
        for who, part in ((first_of, share), (second_of, 1 - share)):
            here = np.flatnonzero(who == number)
            mixed[here] += part[here, None] * values[soft[here]]
    if pixels.dtype != np.float32:
        mixed = np.rint(mixed)
    pixels.reshape(-1, channels)[soft] = mixed.astype(pixels.dtype)
    return pixels
