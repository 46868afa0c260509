"""How much memory pixels may take: the limits are here and nowhere else."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from fusion.frames.scratch import scratch_array

FRAMES = 640_000_000
"""Bytes of frames of a pair that stay in memory: two of 100 megapixels in 8 bits."""
STACK = 260_000_000
"""The same for three frames and more, which need memory for what is compared beside them: seven of 12
megapixels."""
REDUCED = 130_000_000
"""Bytes of reduced luminance, in float32, that stay in memory: ten frames of 12 megapixels at half
size."""


def budget_for(count: int) -> int:
    """Bytes of ``count`` frames that stay in memory."""
    return FRAMES if count <= 2 else min(FRAMES, STACK)


def reduced_luminance(
    shape: tuple[int, ...], in_memory: int | None = None
) -> npt.NDArray[np.float32 | np.float16]:
    """An array for the luminance of all frames at a reduced size.

    Parameters
    ----------
    shape
        (n, h, w).
    in_memory
        Bytes up to which it is in memory; None takes ``REDUCED``.

    Returns
    -------
    npt.NDArray
        Not filled. float32 in memory; float16 in a scratch file, finer than an eighth of a level of 8
        bits.

    Raises
    ------
    FusionError
        Where the folder for temporary files has no room for it.

    Examples
    --------
    >>> reduced_luminance((2, 4, 4)).dtype.name, reduced_luminance((2, 4, 4), in_memory=0).dtype.name
    ('float32', 'float16')
    """
    limit = REDUCED if in_memory is None else in_memory
    if 4 * int(np.prod(shape, dtype=np.int64)) <= limit:
        return np.empty(shape, np.float32)
    return scratch_array(shape, np.float16)
