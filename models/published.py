"""Weights that a network's authors published: NumPy archives, with TensorFlow's names and shapes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.npyio import NpzFile

from models.manifest import WeightsError


def read_archive(
    path: Path, names: Mapping[str, str], network: str
) -> dict[str, npt.NDArray[np.float32]]:
    """The arrays of an archive under this program's names.

    Parameters
    ----------
    path
        A ``.npz`` file: array by name.
    names
        The archive's name of each array, by ours. Kernels (h, w, in, out) are turned to torch's
        (out, in, h, w).
    network
        What the network is called, for the error.

    Raises
    ------
    WeightsError
        When the file cannot be read, or an array is missing or holds what is no number.
    """
    try:
        with open_archive(path) as archive:
            stored: dict[str, npt.NDArray[Any]] = dict(archive)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise WeightsError(
            "unreadable-archive",
            "the weights {path} are missing, damaged or no NumPy archive (.npz); name another file",
            path=path,
        ) from error  # fmt: skip
    missing = [name for name in names.values() if name not in stored]
    if missing:
        raise WeightsError(
            "archive-of-another-network",
            "the archive {path} holds no published weights of {network}: it lacks {missing}",
            path=path, network=network, missing=missing[0],
        )  # fmt: skip
    for name in names.values():
        if not (stored[name].dtype.kind in "fiu" and np.isfinite(stored[name]).all()):
            raise WeightsError(
                "archive-without-numbers",
                "the archive {path} is damaged: {name} holds values that are no numbers; name another "
                "file",
                path=path, name=name,
            )  # fmt: skip
    return {ours: as_torch(stored[theirs]) for ours, theirs in names.items()}


def open_archive(path: Path) -> NpzFile:
    """The archive, open; ``ValueError`` for a file that NumPy reads as a single array."""
    opened = np.load(path, allow_pickle=False)
    if not isinstance(opened, NpzFile):
        raise ValueError(f"{path} holds one array")
    return opened


def as_torch(values: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """An array as torch has it.

    Examples
    --------
    >>> as_torch(np.zeros((5, 5, 3, 16))).shape
    (16, 3, 5, 5)
    """
    if values.ndim == 4:
        values = values.transpose(3, 2, 0, 1)
    return np.ascontiguousarray(values, np.float32)
