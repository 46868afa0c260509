"""What libraries raise when memory ends, as one sentence with the way out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from fusion.errors import FusionError

SIGNS = (
    "out of memory", "insufficient memory", "not enough memory", "allocate memory", "bad_alloc",
    "bad allocation", "failed to map segment", "can't start new thread", "memory allocation",
    "failed to allocate", "cannot allocate", "unable to allocate",
)  # fmt: skip
"""Parts of what OpenCV, torch, OpenVINO, the dynamic linker and Python say, in small letters."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error, or one that led to it, says that memory has ended.

    Examples
    --------
    >>> is_out_of_memory(RuntimeError("std::bad_alloc")), is_out_of_memory(ValueError("of memory"))
    (True, False)
    """
    at: BaseException | None = error
    while at is not None:
        text = str(at).lower()
        if isinstance(at, MemoryError) or any(sign in text for sign in SIGNS):
            return True
        if isinstance(at, OSError) and at.errno == errno.ENOMEM:
            return True
        at = at.__cause__ or at.__context__
    return False


def too_little_memory() -> FusionError:
    """The sentence for a user."""
    return FusionError(
        "too-little-memory",
        "there is not enough memory for this; close other programs, or take smaller pictures",
    )


@contextmanager
def memory_as_sentence() -> Iterator[None]:
    """A context, and a decorator, by which the end of memory is raised as a ``FusionError``."""
    try:
        yield
    except FusionError:
        raise
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        raise too_little_memory() from error
