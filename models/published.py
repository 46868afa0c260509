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

Shapes = dict[str, tuple[int, ...]]
"""Of arrays, by name."""


def shapes_of(convolutions: Mapping[str, tuple[int, int, int]]) -> Shapes:
    """Shapes of weight and bias, as torch has them, of convolutions: channels out, channels in, side of
    the kernel.

    Examples
    --------
    >>> shapes_of({"first": (16, 1, 3)})
    {'first.weight': (16, 1, 3, 3), 'first.bias': (16,)}
    """
    shapes = Shapes()
    for name, (channels_out, channels_in, side) in convolutions.items():
        shapes[f"{name}.weight"] = (channels_out, channels_in, side, side)
        shapes[f"{name}.bias"] = (channels_out,)
    return shapes


def read_archive(
    path: Path, names: Mapping[str, str], shapes: Mapping[str, tuple[int, ...]], network: str
) -> dict[str, npt.NDArray[np.float32]]:
    """The arrays of an archive under this program's names.

    Parameters
    ----------
    path
        A ``.npz`` file: array by name.
    names
        The archive's name of each array, by ours. Kernels (h, w, in, out) are turned to torch's
        (out, in, h, w).
    shapes
        Of each array, by our name, as torch has it: another one would be spread over the channels
        without a word, or fail inside.
    network
        What the network is called, for the error.

    Raises
    ------
    WeightsError
        When the file cannot be read, or an array is missing, of another shape or holds what is no
        number.
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
    return {ours: of_archive(stored, path, names[ours], shapes[ours], network) for ours in names}


def of_archive(
    stored: Mapping[str, npt.NDArray[Any]],
    path: Path,
    name: str,
    shape: tuple[int, ...],
    network: str,
) -> npt.NDArray[np.float32]:
    """The archive's array called ``name``, as torch has it; raises as ``read_archive``."""
    if name not in stored:
        raise of_another_network(path, network, name)
    values = stored[name]
    if values.dtype.kind not in "fiu":
        raise without_numbers(path, name)
    with np.errstate(over="ignore"):  # what is too large for 32 bits is no number there
        turned = as_torch(values)
    if turned.shape != shape:
        raise of_another_network(path, network, f"{name} ({' × '.join(map(str, as_archived(shape)))})")
    if not np.isfinite(turned).all():
        raise without_numbers(path, name)
    return turned


def of_another_network(path: Path, network: str, missing: str) -> WeightsError:
    """The error for an archive that lacks an array, or an array of a shape."""
    return WeightsError(
        "archive-of-another-network",
        "the archive {path} holds no published weights of {network}: it lacks {missing}",
        path=path, network=network, missing=missing,
    )  # fmt: skip


def without_numbers(path: Path, name: str) -> WeightsError:
    """The error for an array that holds text, infinities or what is no number."""
    return WeightsError(
        "archive-without-numbers",
        "the archive {path} is damaged: {name} holds values that are no numbers; name another file",
        path=path, name=name,
    )  # fmt: skip


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


def as_archived(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that TensorFlow gives an array of a shape of torch.

    Examples
    --------
    >>> as_archived((16, 3, 5, 5)), as_archived((16,))
    ((5, 5, 3, 16), (16,))
    """
    if len(shape) != 4:
        return shape
    channels_out, channels_in, *sides = shape
    return (*sides, channels_in, channels_out)
