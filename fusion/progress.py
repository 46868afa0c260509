"""Progress and cancelling: one function that the caller hands in."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - public name: a wish, not an error
    """Raised by the caller's progress function to stop a job; nothing is left behind."""


class Progress(Protocol):
    """Called often, with the stage in plain words and how much of it is done.

    Raising ``Cancelled`` from it stops the job.
    """

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def no_progress(stage: str, done: int, total: int) -> None:
    """Watches nothing and never cancels."""
