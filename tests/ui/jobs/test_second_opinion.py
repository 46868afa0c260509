"""The second opinion: beside the work, on one thread, stopped by all else, told, and flipped to."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from fusion import Decision, FusionResult, FusionSettings, Photo, Progress
from fusion.completion import complete
from fusion.progress import Cancelled
from fusion.register.registration import Registration
from models.running.threads import thread_count
from tests.ui.conftest import MakeWindow, load, settle, wait_for
from tests.ui.projects.conftest import opened, saved
from ui.canvas.views import View
from ui.features.second_opinion import SecondOpinionFeature
from ui.jobs import second_opinion
from ui.jobs.second_opinion import SecondOpinion
from ui.main_window import MainWindow
from ui.preferences import Preferences


class TwoMethods:
    """Gives the first frame by one method and the second by the other, which waits until it may."""

    def __init__(self) -> None:
        self.may_go_on = threading.Semaphore(0)
        self.begun: list[str] = []
        self.threads: dict[str, int] = {}
        self.known: list[Registration | None] = []
        self.cancelled = 0

    def __call__(
        self, photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
        known: Registration | None = None,
    ) -> FusionResult:  # fmt: skip
        settings = complete(settings, len(photos))
        self.begun.append(settings.method)
        self.threads[settings.method] = thread_count()
        self.known.append(known)
        is_second = settings.method == "learned-decision"
        try:
            while is_second and not self.may_go_on.acquire(timeout=0.01):
                progress("Measuring sharpness", 3, 10)
        except Cancelled:
            self.cancelled += 1
            raise
        shape = photos[0].pixels.shape[:2]
        sure = np.ones(shape, np.float32)
        labels = np.full(shape, int(is_second), np.uint8)
        decision = Decision(labels, sure, sure, len(photos))
        return FusionResult(photos[int(is_second)], decision, {"blending": 0.1}, "cpu", settings)


def opinion_of(window: MainWindow) -> SecondOpinion:
    return next(f for f in window.features if isinstance(f, SecondOpinionFeature)).opinion


@pytest.fixture
def fuse() -> TwoMethods:
    return TwoMethods()


@pytest.fixture
def window(make_window: MakeWindow, fuse: TwoMethods, pair: list[Path]) -> MainWindow:
    """A result by the encoder, and its second opinion on the way."""
    made = make_window(fuse)
    made.preferences.second_opinion_small = True
    load(made, pair)
    made.session.choose_method("sesf")
    made.fuse()
    settle(made)
    wait_for(lambda: fuse.begun == ["sesf", "learned-decision"], "it did not begin")
    return made


def test_it_goes_into_the_strip_and_one_key_flips(window: MainWindow, fuse: TwoMethods) -> None:
    assert window.jobs.current is None, "nobody waits for it"
    wait_for(lambda: "Learned decision, 30 %" in window.bottom.beside.text(), "nothing is said")
    assert window.bottom.beside.isVisible()
    assert not window.strip.isVisible()
    assert window.menus.actions["fuse"].isEnabled()
    fuse.may_go_on.release()
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    first, second = window.session.results
    assert window.session.results.shown is first, "what is looked at stays"
    assert window.viewer.canvases[0].scene.caption == first.name, "and says which of the two it is"
    assert second.second_of is first
    assert "second opinion" in window.messages.text
    assert not window.bottom.beside.isVisible()
    assert window.strip.isVisible()
    assert "second opinion" in window.strip.results.data(
        window.strip.results.index(1), 11  # Qt.AccessibleTextRole
    )
    assert fuse.threads["learned-decision"] == 1
    window.viewer.show_view(View.RESULT)
    for expected in (second, first, second):
        window.menus.actions["flip"].trigger()
        assert window.session.results.shown is expected
    assert fuse.begun == ["sesf", "learned-decision"], "and that is all"


def test_it_is_no_loss_as_long_as_nobody_looked_at_it(
    window: MainWindow, fuse: TwoMethods, tmp_path: Path
) -> None:
    fuse.may_go_on.release()
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    window.session.mark_saved(tmp_path / "there.png")
    assert window.session.is_saved
    window.menus.actions["flip"].trigger()
    assert not window.session.is_saved


def test_everything_else_stops_it_and_it_begins_again(
    window: MainWindow, fuse: TwoMethods, tmp_path: Path
) -> None:
    window.job_actions.save(tmp_path / "kept.png")
    wait_for(lambda: fuse.cancelled == 1, "it went on beside another job")
    settle(window)
    wait_for(lambda: fuse.begun[1:] == ["learned-decision"] * 2, "it did not begin again")
    window.session.choose_method("spatial-frequency")
    window.fuse()
    wait_for(lambda: fuse.cancelled == 2, "it went on beside another fusion")
    settle(window)
    assert not opinion_of(window).is_running, "the new result is by neither of the two"
    assert len(window.session.results) == 2


def test_other_sources_end_it(window: MainWindow, fuse: TwoMethods) -> None:
    window.session.empty_slots()
    wait_for(lambda: fuse.cancelled == 1, "it went on without its sources")
    assert not opinion_of(window).is_running


def test_the_switch_stops_it_and_is_remembered(window: MainWindow, fuse: TwoMethods) -> None:
    feature = next(f for f in window.features if isinstance(f, SecondOpinionFeature))
    assert feature.switch.isChecked()
    assert "60 megapixels" in feature.switch.toolTip()
    feature.switch.click()
    wait_for(lambda: fuse.cancelled == 1, "it went on")
    assert not window.preferences.second_opinion_small
    assert not window.menus.actions["second opinion"].isChecked()
    assert window.bottom.beside.text() == ""
    window.menus.actions["second opinion"].trigger()
    wait_for(lambda: fuse.begun[1:] == ["learned-decision"] * 2, "it did not begin")
    assert feature.switch.isChecked()


def test_many_pixels_have_a_switch_of_their_own(
    make_window: MakeWindow, fuse: TwoMethods, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_opinion, "SMALL_PIXELS", 96 * 128)
    window = make_window(fuse)
    window.preferences.second_opinion_small = True
    load(window, pair)
    window.session.choose_method("sesf")
    window.fuse()
    settle(window)
    assert not opinion_of(window).is_on
    assert fuse.begun == ["sesf"]
    window.menus.actions["second opinion"].trigger()
    wait_for(lambda: fuse.begun == ["sesf", "learned-decision"], "it did not begin")
    assert window.preferences.second_opinion_large


def test_a_failure_is_told_once(make_window: MakeWindow, pair: list[Path]) -> None:
    from fusion import FusionError

    def fuse(photos: Sequence[Photo], settings: FusionSettings, progress: Progress,
             known: Registration | None = None) -> FusionResult:  # fmt: skip
        if settings.method == "learned-decision":
            raise FusionError("weights-missing", "the weights of {name} are missing", name="it")
        return TwoMethods()(photos, settings, progress, known)

    window = make_window(fuse)
    window.preferences.second_opinion_small = True
    load(window, pair)
    window.session.choose_method("sesf")
    window.fuse()
    settle(window)
    wait_for(lambda: "no second opinion" in window.messages.text, "nothing was said")
    assert len(window.session.results) == 1
    assert not opinion_of(window).is_running


def test_where_the_two_differ_is_a_doubtful_place(window: MainWindow, fuse: TwoMethods) -> None:
    fuse.may_go_on.release()
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    first, second = window.session.results
    assert second.differs
    assert all(place.differs and set(place.choices) == {0, 1} for place in second.differs)
    window.retouch.show_place(1)
    worst = second.differs[0].middle
    canvas = window.viewer.canvases[0]
    seen = canvas.picture_point(canvas.rect().center())
    assert abs(seen[0] - worst[0]) + abs(seen[1] - worst[1]) < 1
    assert f"{first.name} and {second.name} differ (frames 1, 2)" in window.messages.text
    assert "Q shows the other" in window.messages.text
    window.retouch.show_place(1)
    window.menus.actions["flip"].trigger()
    window.retouch.show_place(1)
    assert "Place 3 of" in window.messages.text, "the walk goes on in the other one"
    assert f"{second.name} and {first.name} differ" in window.messages.text


def test_what_a_stroke_decided_differs_no_more(window: MainWindow, fuse: TwoMethods) -> None:
    fuse.may_go_on.release()
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    window.viewer.show_view(View.RETOUCH)
    wait_for(lambda: window.viewer.canvases[0].paints, "the brush did not come")
    window.retouch.show_place(1)
    before = len(window.retouch.jobs._places)
    painter = window.retouch.painter
    painter.change_brush(radius_px=24, hardness=1.0)
    painter.pen_down(*window.session.results[1].differs[0].middle)
    painter.pen_up()
    assert len(window.retouch.jobs._places) < before


def test_the_two_methods_themselves(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window()
    window.preferences.second_opinion_small = True
    load(window, pair)
    window.session.choose_by_count()
    window.fuse()
    settle(window)
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    first, second = window.session.results
    assert [first.method, second.method] == ["sesf", "learned-decision"]
    assert second.fused.registration == first.fused.registration
    assert second.fused.result.photo.pixels.shape == first.fused.result.photo.pixels.shape
    assert second.fused.result.settings.registration == first.fused.result.settings.registration


def test_a_project_that_is_opened_gets_no_more_of_them(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path, preferences: Preferences
) -> None:
    preferences.second_opinion_small = True
    window = make_window()
    load(window, pair)
    window.session.choose_by_count()
    window.fuse()
    settle(window)
    wait_for(lambda: len(window.session.results) == 2, "it did not come")
    path = saved(window, tmp_path / "flower.parfocal")
    window.session.clear()
    again = opened(make_window, path)
    assert len(again.session.results) == 2
    again.session.sources_changed.emit()
    assert not opinion_of(again).is_running, "both were made again, the second one last"
