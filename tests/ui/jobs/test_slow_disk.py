"""A slow disk, as one across a network: the window stays alive, and Cancel is answered."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fusion import load_photo
from tests.ui.conftest import HANG_SECONDS, load, settle
from ui.dialogs import files
from ui.main_window import MainWindow
from ui.qt import QApplication, QObject, Signal


class EventLoop(QObject):
    """Asks from another thread whether the window's events are still answered."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._answer)

    def comes_round(self) -> bool:
        """Wait for the window's thread to take one event."""
        answered = threading.Event()
        self._asked.emit(answered)
        return answered.wait(HANG_SECONDS / 3)

    def _answer(self, answered: threading.Event) -> None:
        answered.set()


class SlowDisk:
    """Holds whatever touches a folder until the window's event loop has come round once more.

    So a window that waits for the disk, itself or through a thread it waits for, is found without a
    clock: what touched the folder on its thread, and what waited for it in vain, is remembered.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = str(folder)
        self.touched = 0
        self.from_the_window: list[str] = []
        self.in_vain: list[str] = []
        self._loop = EventLoop()
        for module, names in (
            (os, ("stat", "lstat", "access", "scandir", "listdir", "replace", "open", "unlink")),
            (io, ("open",)),
        ):
            for name in names:
                monkeypatch.setattr(module, name, self._delayed(name, getattr(module, name)))

    def _delayed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def slow(path: Any = ".", *more: Any, **named: Any) -> Any:
            if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.folder):
                self.touched += 1
                if threading.current_thread() is threading.main_thread():
                    self.from_the_window.append(f"{name}({path})")
                elif not self._loop.comes_round():
                    self.in_vain.append(f"{name}({path})")
            return function(path, *more, **named)

        return slow


@pytest.fixture
def far(pair: list[Path], monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    """The folder of the pair is far away."""
    return SlowDisk(pair[0].parent, monkeypatch)


def test_reading_fusing_and_saving_far_away_never_hold_the_window(
    window: MainWindow, pair: list[Path], far: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(window, [pair[0].parent])
    assert len(window.session.sources) == 2
    window.fuse()
    settle(window)
    target = pair[0].parent / "out.png"
    monkeypatch.setattr(files, "ask_save", lambda *_args: target)
    assert window.ask_save()
    settle(window)
    assert "Saved as" in window.messages.text
    assert far.touched > 10
    assert far.from_the_window == []
    assert far.in_vain == [], "nothing waited for the disk"
    assert load_photo(target).width == 128


def test_a_source_far_away_is_not_overwritten(
    window: MainWindow, pair: list[Path], far: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is one takes a look at the disk: not on the window's thread."""
    load(window, pair)
    window.fuse()
    settle(window)
    before = pair[0].read_bytes()
    far.from_the_window.clear()
    monkeypatch.setattr(files, "ask_save", lambda *_args: pair[0])
    window.ask_save()
    settle(window)
    assert far.from_the_window == []
    assert pair[0].name in window.messages.text
    assert "is not overwritten" in window.messages.text
    assert not window.session.is_saved
    assert pair[0].read_bytes() == before


def test_cancelling_does_not_wait_for_the_disk(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that has gone away: reading hangs, and the window goes on."""
    gone, back, over = threading.Event(), threading.Event(), threading.Event()
    read = Path.read_bytes

    def hanging(path: Path) -> bytes:
        gone.set()
        assert back.wait(HANG_SECONDS)
        over.set()
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", hanging)
    window.open_files(pair)
    assert gone.wait(HANG_SECONDS)
    QApplication.processEvents()
    window.bottom.cancel.click()
    QApplication.processEvents()
    assert not over.is_set(), "it still hangs"
    assert window.jobs.current is None
    assert window.session.sources == ()
    monkeypatch.setattr(Path, "read_bytes", read)
    load(window, pair)  # other pictures can be read while the thread still hangs
    assert len(window.session.sources) == 2
    back.set()
    assert window.jobs.wait(HANG_SECONDS)
    QApplication.processEvents()
    assert len(window.session.sources) == 2, "what came too late is thrown away"
