"""Arrays in a temporary file that maps into memory, its space reserved before."""

from __future__ import annotations

import errno
import os
import tempfile
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from fusion.errors import FusionError

BLOCK = 1 << 20
NOT_SUPPORTED = (errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS)


def scratch_array(shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """An array of zeros in a temporary file that maps into memory.

    The file has no name (on Windows it is deleted when it is closed), so it goes with the array or with
    the process, however that ends. Its space is reserved first: writing into a mapped file for which the
    disk has no room would kill the process.

    Parameters
    ----------
    shape, dtype
        Of the array.

    Returns
    -------
    npt.NDArray
        A ``numpy.memmap``; reading and writing go to the file as memory allows.

    Raises
    ------
    FusionError
        Where the folder for temporary files has no room for it.

    Examples
    --------
    >>> scratch_array((2, 3), np.uint8).tolist()
    [[0, 0, 0], [0, 0, 0]]
    """
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    try:
        with tempfile.TemporaryFile(prefix="parfocal-") as file:
            reserve(file, max(size, 1))
            return np.memmap(file, dtype, "r+", shape=shape)
    except OSError as error:
        raise FusionError(
            "no-temporary-space",
            "there is no room for {megabytes} MB in the folder for temporary files {folder} ({reason}); "
            "free some space there, or name another folder with TMPDIR",
            megabytes=-(-size // 1_000_000),
            folder=tempfile.gettempdir(),
            reason=error.strerror or str(error),
        ) from None


def reserve(file: IO[bytes], size: int) -> None:
    """Reserve ``size`` bytes on the disk for the file; raises ``OSError`` where there is no room."""
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), 0, size)
            return
        except OSError as error:
            if error.errno not in NOT_SUPPORTED:
                raise
    block = bytes(BLOCK)
    for begin in range(0, size, BLOCK):
        file.write(block[: min(BLOCK, size - begin)])
    file.flush()


def release(array: npt.NDArray[Any]) -> None:
    """Free the memory that a scratch array takes; its values are read from the file again."""
    mapped = getattr(array, "_mmap", None)
    advice = getattr(__import__("mmap"), "MADV_DONTNEED", None)
    if mapped is not None and advice is not None:
        mapped.madvise(advice)
