"""Whether something is there; a path that the system refuses, as too long or forbidden, is not.

``Path.exists``, ``Path.is_file`` and ``Path.is_dir`` raise ``OSError`` for some of those.
"""

from __future__ import annotations

import os
from pathlib import Path


def exists(path: Path) -> bool:
    """Whether there is a file or folder.

    Examples
    --------
    >>> exists(Path("x" * 10_000)), exists(Path.cwd())
    (False, True)
    """
    return os.path.exists(path)  # noqa: PTH110 - never raises


def is_file(path: Path) -> bool:
    """Whether there is a file.

    Examples
    --------
    >>> is_file(Path("x" * 10_000)), is_file(Path.cwd())
    (False, False)
    """
    return os.path.isfile(path)  # noqa: PTH113 - never raises


def is_folder(path: Path) -> bool:
    """Whether there is a folder.

    Examples
    --------
    >>> is_folder(Path("x" * 10_000)), is_folder(Path.cwd())
    (False, True)
    """
    return os.path.isdir(path)  # noqa: PTH112 - never raises
