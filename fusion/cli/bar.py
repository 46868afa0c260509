"""The progress bar: drawn on a terminal, else silent but for what methods say beforehand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fusion.progress import Progress


class Bar:
    """A progress function that moves a bar of tqdm, if there is one, and prints notes to stderr."""

    def __init__(self, bar: Any = None) -> None:
        self._bar = bar

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.set_description_str(stage, refresh=False)
            self._bar.n = done / max(total, 1)
            self._bar.refresh()

    def tell(self, note: object) -> None:
        """Print a note that is said before long work."""
        if self._bar is not None:
            self._bar.clear()
        print(f"note: {note}", file=sys.stderr, flush=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress function that moves a bar where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield Bar()
        return
    from tqdm import tqdm

    bar_format = "{desc:<24} {percentage:3.0f} % |{bar}| {elapsed}"
    with tqdm(total=1.0, bar_format=bar_format, leave=False) as bar:
        yield Bar(bar)
