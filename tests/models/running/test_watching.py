"""Waiting for slow work stops as soon as it is no longer wanted, and what is under way is broken off."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from fusion import Cancelled, FusionSettings, fuse
from fusion.backends.cpu import CpuBackend
from fusion.threads import in_threads
from models.running.openvino_runs import run_each
from models.running.watching import in_background, look, watched_by
from tests.made import focus_pair

HANG_SECONDS = 60
"""Far longer than anything here takes: only what hangs is stopped by it."""


class Unwanted:
    """A watch that raises at the look with this number."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self) -> None:
        self.left -= 1
        if self.left <= 0:
            raise Cancelled


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """What is not set before the test ends."""
    event = threading.Event()
    yield event
    event.set()


def test_work_gives_its_result_or_its_own_error() -> None:
    assert in_background(lambda: 7) == 7
    with watched_by(Unwanted(10**6)), pytest.raises(TimeoutError, match="its own"):
        in_background(fail)


def fail() -> None:
    raise TimeoutError("its own")


def test_waiting_stops_though_the_work_goes_on(never: threading.Event) -> None:
    with watched_by(Unwanted(3)), pytest.raises(Cancelled):
        in_background(lambda: never.wait(HANG_SECONDS))


def test_looks_are_rare_and_only_within() -> None:
    """A thousand in a row are one or two, or work in small parts would report nothing else."""
    watch = Unwanted(500)
    with watched_by(watch):
        for _ in range(1000):
            look()
    assert watch.left < 500
    left = watch.left
    look()
    assert watch.left == left


@pytest.mark.parametrize("threads", ["1", "2"])
def test_bands_that_wait_stop(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that have not begun never do."""
    monkeypatch.setenv("PARFOCAL_THREADS", threads)
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.02)

    with watched_by(Unwanted(3)), pytest.raises(Cancelled):
        in_threads(work, range(1000))
    assert len(begun) < 900


class Request:
    """An inference that ends only when it is broken off."""

    def __init__(self, log: list[str]) -> None:
        self._log, self._broken = log, threading.Event()

    def start_async(self, _inputs: object) -> None:
        self._log.append("started")

    def wait_for(self, milliseconds: int) -> bool:
        return self._broken.wait(milliseconds / 1000)

    def cancel(self) -> None:
        self._log.append("broken off")
        self._broken.set()

    def wait(self) -> None:
        assert self._broken.wait(HANG_SECONDS)
        raise RuntimeError("Infer Request was canceled")


class Compiled:
    """A graph whose inferences never end by themselves."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def create_infer_request(self) -> Request:
        return Request(self.log)


@pytest.mark.parametrize("items", [1, 50])
def test_inferences_that_are_no_longer_wanted_are_broken_off(items: int) -> None:
    compiled = Compiled()
    with watched_by(Unwanted(items + 5)), pytest.raises(Cancelled):
        list(run_each(compiled, range(items), lambda _item: []))
    assert compiled.log.count("started") == compiled.log.count("broken off") > 0


def test_fusing_stops_while_the_network_is_loaded(
    never: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And while it waits for anything else of the kind: the last report is made again."""
    monkeypatch.setattr(CpuBackend, "load", lambda _self, _plan: never.wait(HANG_SECONDS))
    reports: list[str] = []

    def progress(stage: str, done: int, total: int) -> None:
        del done, total
        reports.append(stage)
        if reports.count("Loading the network") == 3:
            raise Cancelled

    made = focus_pair(48, 64)
    settings = FusionSettings("learned-decision", None, "cpu")
    with pytest.raises(Cancelled):
        fuse([made.first, made.second], settings, progress)


@pytest.mark.parametrize("method", ["sesf", "learned-decision"])
def test_a_fusion_that_was_stopped_anywhere_is_made_whole_by_the_next(method: str) -> None:
    """Graphs and requests that were broken off are used again."""
    made = focus_pair(200, 300)
    sources, settings = [made.first, made.second], FusionSettings(method, None, "cpu")
    whole = fuse(sources, settings).photo.pixels
    for at in (2, 5, 9):
        watch = Unwanted(at)
        with pytest.raises(Cancelled):
            fuse(sources, settings, lambda *_report, watch=watch: watch())
    assert np.array_equal(fuse(sources, settings).photo.pixels, whole)
