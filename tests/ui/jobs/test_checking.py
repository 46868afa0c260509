"""Frames are looked at as soon as they are read: what is wrong is said before hours are spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, Photo, Progress
from fusion.register.registration import Registration
from fusion.settings import RegistrationParameters
from tests.ui import alignments
from tests.ui.conftest import MakeWindow, StepwiseFuse, load, settle, wait_for
from ui.document.fused import Source
from ui.main_window import MainWindow
from ui.panels.align import duration, expected_text
from ui.preferences import Preferences


class Held:
    """Registers in steps that the test allows."""

    def __init__(self) -> None:
        self.steps = StepwiseFuse().steps
        self.calls = 0

    def __call__(
        self, photos: Sequence[Photo], parameters: RegistrationParameters, progress: Progress
    ) -> Registration:
        self.calls += 1
        while not self.steps.acquire(timeout=0.01):
            progress("Registering", 0, 1)
        return alignments.register(photos, parameters, progress)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def checked(
    make_window: MakeWindow, preferences: Preferences, pair: list[Path], held: Held
) -> MainWindow:
    """A window that looks at two frames, which were just read."""
    preferences.checks_frames = True
    window = make_window(alignments.fuse, held)
    window.open_files(pair)
    wait_for(lambda: held.calls)
    return window


def test_what_is_wrong_is_said_when_files_are_read(checked: MainWindow, held: Held) -> None:
    assert checked.bottom.fuse.isEnabled(), "nobody has to wait"
    held.steps.release()
    settle(checked)
    assert checked.bottom.chip.isVisible()
    assert not checked.frames.isVisible()
    assert not checked.messages.text


def test_fuse_goes_on_with_a_check_that_runs(checked: MainWindow, held: Held) -> None:
    checked.fuse()
    assert not checked.bottom.fuse.isEnabled()
    held.steps.release()
    settle(checked)
    assert checked.session.fused is not None
    assert checked.session.fused.registration is checked.session.registration
    assert held.calls == 1


def test_align_waits_for_a_check_that_runs(checked: MainWindow, held: Held) -> None:
    checked.align_frames()
    assert not checked.align.align.isEnabled()
    held.steps.release()
    settle(checked)
    assert held.calls == 1
    assert checked.frames.isVisible()


def test_a_fusion_that_waits_is_cancelled_with_its_check(checked: MainWindow) -> None:
    checked.fuse()
    checked.bottom.cancel.click()
    settle(checked)
    assert checked.session.fused is None
    assert checked.bottom.fuse.isEnabled()


def test_other_sources_end_a_check(checked: MainWindow) -> None:
    checked.session.remove(0)
    settle(checked)
    assert checked.session.registration is None


def test_a_check_that_fails_says_why(
    make_window: MakeWindow, preferences: Preferences, pair: list[Path]
) -> None:
    def fails(*_arguments: object) -> Registration:
        raise FusionError("too-small", "too small for this method")

    preferences.checks_frames = True
    window = make_window(alignments.fuse, fails)
    load(window, pair)
    settle(window)
    assert window.messages.text == "Too small for this method."


def test_frames_are_not_looked_at_where_the_user_does_not_want_it(
    make_window: MakeWindow, preferences: Preferences, pair: list[Path], held: Held
) -> None:
    window = make_window(alignments.fuse, held)
    load(window, pair)
    assert held.calls == 0
    window.menus.actions["checks"].trigger()
    assert preferences.checks_frames
    window.session.set_registration_parameter("model", "none")
    load(window, [pair[0]])
    assert held.calls == 0


def test_what_fusing_takes_is_said_where_it_is_much(window: MainWindow) -> None:
    huge = Photo(np.broadcast_to(np.uint8(0), (3000, 4000)), path=Path("a.png"))
    session = window.session
    session.choose_method("sesf")
    session.put_all([(Source(replace(huge)), None) for _ in range(20)])
    words = expected_text(session)
    assert words.startswith("Fusing takes about ")
    assert window.align.expected.text() == words
    session.choose_method("average")
    assert expected_text(session) == ""
    assert [duration(seconds) for seconds in (20, 200, 9000)] == ["20 s", "3 min", "2.5 h"]
