"""Progress and cancelling: one function that the caller hands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - public name: a wish, not an error
    """Raised by the caller's progress function to stop a fusion; no file is left behind.

    Examples
    --------
    >>> def impatient(stage: str, done: int, total: int) -> None:
    ...     raise Cancelled
    >>> from fusion import fuse
    >>> import numpy as np
    >>> try:
    ...     fuse([np.zeros((4, 4), np.uint8)] * 2, progress=impatient)
    ... except Cancelled:
    ...     print("stopped")
    stopped
    """


class Progress(Protocol):
    """A function that is called while a fusion runs; raising ``Cancelled`` from it stops the fusion.

    Parameters
    ----------
    stage
        What is being done, in plain English words.
    done, total
        How much of the stage is done, from 0 to ``total``. The unit differs from stage to stage.

    Examples
    --------
    >>> def say(stage: str, done: int, total: int) -> None:
    ...     print(f"{stage}: {100 * done // total} %")
    >>> watch: Progress = say
    >>> watch("Blending", 1, 2)
    Blending: 50 %
    """

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Repeating:
    """A progress function that can make its last report again, to ask whether work is still wanted.

    Parameters
    ----------
    progress
        What it calls.

    Examples
    --------
    >>> report = Repeating(lambda stage, done, total: print(stage, done, total))
    >>> report("Blending", 1, 2)
    Blending 1 2
    >>> report.again()
    Blending 1 2
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last: tuple[str, int, int] | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._last = (stage, done, total)
        self._progress(stage, done, total)

    def again(self) -> None:
        """Make the last report again, if there was one; it may raise ``Cancelled``."""
        if self._last is not None:
            self._progress(*self._last)

    def tell(self, note: object) -> None:
        """Hand a note on, where the progress function takes notes (``Context.tell``)."""
        listener = self.listener("tell")
        if listener is not None:
            listener(note)

    def listener(self, name: str) -> Callable[..., None] | None:
        """What the progress function takes beside its reports, such as ``tell`` or ``grow``; None where
        it has no such method."""
        found: Callable[..., None] | None = getattr(self._progress, name, None)
        return found


def no_progress(stage: str, done: int, total: int) -> None:
    """Do nothing: the default where no progress function is given."""
