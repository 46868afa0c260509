"""What the views and panels show of a result, with a decision and without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import load_photo
from tests.ui.conftest import MakeWindow, first_frame, load, mixed, settle
from ui.canvas.view_tabs import ViewTabs
from ui.canvas.views import View, can_show
from ui.dialogs import files
from ui.main_window import MainWindow
from ui.panels.results import facts
from ui.qt import QLabel, QToolButton

NO_MAP = "This method mixes the sources; there is no decision map."


def fuse(window: MainWindow, pair: list[Path], method: str = "laplacian-pyramid") -> MainWindow:
    load(window, pair)
    window.session.choose_method(method)
    window.fuse()
    settle(window)
    assert window.session.fused is not None
    return window


def tabs(window: MainWindow) -> dict[str, QToolButton]:
    """The buttons of the views by their text."""
    bar = window.viewer.findChild(ViewTabs)
    assert bar is not None
    return {tab.text(): tab for tab in bar.findChildren(QToolButton)}


def said(window: MainWindow) -> list[str]:
    """The texts of the panel of the result that can be seen."""
    return [label.text() for label in window.results.findChildren(QLabel) if label.isVisible()]


def test_without_a_decision_its_views_are_off_and_say_why(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    window = fuse(make_window(mixed), pair)
    for name in ("Decision map", "Confidence"):
        assert not tabs(window)[name].isEnabled()
        assert tabs(window)[name].toolTip() == NO_MAP
    assert tabs(window)["Result"].isEnabled()
    assert not window.menus.actions[View.DECISION.value].isEnabled()
    assert not window.menus.actions[View.CONFIDENCE.value].isEnabled()
    assert NO_MAP in said(window)
    window.viewer.show_view(View.DECISION)
    assert window.viewer.look.view is View.RESULT, "a view with nothing to show is not taken"


def test_a_result_without_a_decision_is_compared_read_out_and_saved(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = fuse(make_window(mixed), pair)
    window.viewer.show_view(View.COMPARE)
    captions = [canvas.scene.caption for canvas in window.viewer.canvases if canvas.isVisible()]
    assert captions == ["Source 1 · 近景 1.png", "Source 2 · 远景 2.png", "Result"]
    window.viewer.show_view(View.RESULT)
    window.viewer.canvases[0].hovered.emit((10, 20))
    assert window.bottom.pixel.text().startswith("10, 20   RGB")
    assert "confidence" not in window.bottom.pixel.text()
    target = pair[0].parent / "out.png"
    monkeypatch.setattr(files, "ask_save", lambda *_args: target)
    window.ask_save()
    settle(window)
    assert load_photo(target).width == 128


def test_what_each_source_gave_is_told_only_where_it_is_known(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    fused = fuse(make_window(mixed), pair).session.fused
    assert fused is not None
    assert fused.shares == ()
    assert not any("%" in value for _name, value in facts(fused))


def test_the_average_takes_as_much_of_each_source(make_window: MakeWindow, pair: list[Path]) -> None:
    window = fuse(make_window(mixed), [*pair, *pair], "average")
    fused = window.session.fused
    assert fused is not None
    assert fused.shares == (0.25, 0.25, 0.25, 0.25)
    assert [value for _name, value in facts(fused) if "%" in value] == ["25 %"] * 4
    sentence = "Each of the 4 sources gives an equal part (1/4) everywhere."
    assert sentence in said(window)
    assert tabs(window)["Decision map"].toolTip() == sentence
    assert not tabs(window)["Decision map"].isEnabled()


def test_the_map_that_was_looked_at_comes_back_with_the_next_decision(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    engines = [first_frame, mixed, first_frame]
    window = make_window(lambda *arguments: engines.pop(0)(*arguments))
    fuse(window, pair)
    window.viewer.show_view(View.DECISION)
    overlays = [window.viewer.canvases[0].scene.overlay]
    for _ in range(2):
        window.fuse()
        settle(window)
        overlays.append(window.viewer.canvases[0].scene.overlay)
    assert [overlay is not None for overlay in overlays] == [True, False, True]
    assert tabs(window)["Decision map"].toolTip() == "Which source gave each pixel (D)"


def test_views_that_can_be_shown(window: MainWindow, pair: list[Path]) -> None:
    session = window.session
    assert [view for view in View if can_show(session, view)] == [View.COMPARE, View.SOURCE]
    fuse(window, pair, "spatial-frequency")
    assert all(can_show(session, view) for view in View if view is not View.REGISTERED)
    assert not can_show(session, View.REGISTERED), "nothing had to be moved"
