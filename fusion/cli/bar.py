"""The progress bar: drawn on a terminal, silent everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from fusion.progress import Progress, no_progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress function that moves a bar where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    from tqdm import tqdm

    bar_format = "{desc:<24} {percentage:3.0f} % |{bar}| {elapsed}"
    with tqdm(total=1.0, bar_format=bar_format, leave=False) as bar:

        def show(stage: str, done: int, total: int) -> None:
            bar.set_description_str(stage, refresh=False)
            bar.n = done / max(total, 1)
            bar.refresh()

        watcher: Progress = show
        yield watcher
