"""Align in the window: the panel, the list of frames, the chip; what was found is kept and passed on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fusion import Photo
from fusion.register.registration import Registration
from tests.ui import alignments
from tests.ui.conftest import MakeWindow, load, settle, wait_for
from ui import theme
from ui.document.fused import Source
from ui.main_window import MainWindow
from ui.panels.alignment_plot import strips
from ui.panels.frames_model import FOUND, NAME, NUMBERS
from ui.qt import QApplication, QEvent, QKeyEvent, Qt

CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def aligned(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """A window whose two frames were aligned by a click."""
    window = make_window(alignments.fuse, alignments.register)
    load(window, pair)
    window.align.align.click()
    settle(window)
    return window


def stack(window: MainWindow, count: int) -> None:
    """Small made frames, without files."""
    photos = [Photo(np.full((24, 32), n, np.uint8), path=Path(f"{n}.png")) for n in range(count)]
    window.session.put_all([(Source(photo), None) for photo in photos], instead=True)


def take(window: MainWindow, registration: Registration) -> None:
    session = window.session
    session.take_registration(registration, session.sources, session.registration_parameters)


def cell(window: MainWindow, row: int, column: int) -> str:
    return str(window.frames.model.index(row, column).data())


def test_align_shows_what_it_found(aligned: MainWindow) -> None:
    assert aligned.session.registration is not None
    assert aligned.frames.isVisible()
    assert aligned.align.frames.isChecked()
    assert cell(aligned, 0, NAME) == "1   近景 1.png"
    assert cell(aligned, 0, FOUND) == "reference"
    assert cell(aligned, 1, NUMBERS + 1) == "+4.00 %"
    assert aligned.bottom.chip.isVisible()
    assert aligned.bottom.chip.text().startswith("frames differed by 2.")
    assert aligned.bottom.chip.text().endswith(" %: aligned")
    assert "2." in aligned.align.found.text()


def test_fuse_takes_what_align_found(make_window: MakeWindow, pair: list[Path]) -> None:
    given: list[Registration | None] = []

    def fuse(photos, settings, progress, known):  # type: ignore[no-untyped-def]
        given.append(known)
        return alignments.fuse(photos, settings, progress, known)

    window = make_window(fuse, alignments.register)
    load(window, pair)
    window.fuse()
    settle(window)
    first = window.session.registration
    assert given == [None]
    assert first is not None, "what Fuse found is kept as well"
    assert window.bottom.chip.isVisible()
    assert not window.frames.isVisible(), "the picture keeps its room"
    window.session.use(1, False)
    assert "other settings" in window.session.why_stale()
    window.fuse()
    settle(window)
    assert given[1] is not None
    assert given[1].used == (0,)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_number_in_the_list_of_frames_is_cut(window: MainWindow, language: str) -> None:
    window.choose_language(language)
    stack(window, 3)
    take(window, alignments.found(3, (24, 32)))
    window.show_frames(True)
    QApplication.processEvents()
    table = window.frames.table
    assert cell(window, 0, NUMBERS + 7) == "100 %"
    for column in range(NUMBERS, window.frames.model.columnCount()):
        assert table.columnWidth(column) > table.sizeHintForColumn(column), column


def test_registered_frames_are_said_to_be_untouched(window: MainWindow) -> None:
    stack(window, 2)
    take(window, alignments.found(2, (24, 32), share=0.0))
    assert window.bottom.chip.text() == "frames are registered: untouched"


def test_flagged_frames_are_named_and_can_be_taken_in(window: MainWindow) -> None:
    stack(window, 5)
    flagged = {1: "blurred", 3: "black", 4: "other-scene", 0: "turned"}
    take(window, alignments.found(5, (24, 32), flagged=flagged))
    assert window.bottom.chip.text().endswith(" · 4 left out")
    assert window.bottom.chip.property("flagged")
    said = window.align.warning.text().splitlines()
    assert said[1] == "1.png is blurred everywhere: left out."
    assert said[-1] == "And 1 more; see the list of frames."
    model = window.frames.model
    assert model.index(1, NAME).data(CHECK) == Qt.CheckState.Unchecked
    assert cell(window, 3, FOUND) == "black"
    assert model.setData(model.index(1, NAME), Qt.CheckState.Checked, CHECK)
    assert window.session.registration_parameters.keep == (1,)
    assert window.align.warning.text().splitlines()[1] == "1.png is blurred everywhere."


def test_what_was_said_of_other_frames_is_not_said_of_these(window: MainWindow) -> None:
    stack(window, 3)
    take(window, alignments.found(3, (24, 32), flagged={1: "blurred"}))
    assert "blurred" in window.align.warning.text()
    window.session.clear()
    window.session.choose_purpose("infrared-visible")
    stack(window, 2)
    take(window, alignments.found(2, (24, 32), share=0.0))
    assert window.align.warning.text() == ""
    assert window.align.warning.isHidden()


def test_fuse_names_flagged_frames(make_window: MakeWindow, pair: list[Path]) -> None:
    def fuse(photos, settings, progress, _known):  # type: ignore[no-untyped-def]
        made = alignments.found(2, (96, 128), flagged={1: "blown"})
        return alignments.fuse(photos, settings, progress, made)

    window = make_window(fuse)
    load(window, pair)
    window.fuse()
    settle(window)
    assert window.messages.text == "1.png is blown out: left out."


def test_return_ticks_and_space_is_left_to_the_picture(aligned: MainWindow) -> None:
    table = aligned.frames.table
    aligned.frames.choose(1)

    def press(key: Qt.Key) -> bool:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        event.accept()
        table.keyPressEvent(event)
        return event.isAccepted()

    press(Qt.Key.Key_Return)
    assert not aligned.session.is_used(1)
    assert not press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert aligned.session.is_used(1)


def test_frames_can_be_left_out_before_they_are_aligned(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, *pair])
    model = window.frames.model
    model.setData(model.index(2, NAME), Qt.CheckState.Unchecked, CHECK)
    assert window.session.registration_parameters.leave_out == (2,)
    assert cell(window, 2, NUMBERS) == ""


def test_options_change_the_parameters_and_forget_what_was_found(aligned: MainWindow) -> None:
    panel = aligned.align
    panel.unfold()
    box = panel.reference
    assert [box.itemText(n) for n in range(box.count())] == [
        "Middle frame", "1   近景 1.png", "2   远景 2.png",
    ]  # fmt: skip
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert aligned.session.registration_parameters.reference == 1
    assert aligned.session.registration is None
    assert aligned.bottom.chip.isHidden()
    model = panel.rows["model"].editor
    model.setCurrentIndex(model.findData("none"))  # type: ignore[attr-defined]
    assert aligned.session.registration_parameters.model == "none"
    assert not panel.align.isEnabled()
    assert panel.found.text() == "The frames are fused as they are."
    assert not aligned.menus.actions["align"].isEnabled()


def test_aligning_is_cancelled(make_window: MakeWindow, pair: list[Path]) -> None:
    window = make_window(alignments.fuse, alignments.register_slowly)
    load(window, pair)
    window.align_frames()
    wait_for(lambda: window.bottom.progress.maximum() == 1000)
    assert not window.bottom.fuse.isEnabled()
    assert not window.align.align.isEnabled()
    window.bottom.cancel.click()
    assert window.session.registration is None
    assert window.align.align.isEnabled()


def test_a_frame_that_is_chosen_is_looked_at_and_marked(aligned: MainWindow) -> None:
    aligned.frames.choose(1)
    assert aligned.viewer.canvases[0].scene.caption == "Source 2 · 远景 2.png, aligned"
    middle = aligned.frames.plot.width() // 2
    assert aligned.frames.plot.frame_at(middle - 30) == 0
    assert aligned.frames.plot.frame_at(middle + 30) == 1
    aligned.frames.plot.chosen.emit(0)
    assert aligned.viewer.canvases[0].scene.caption == "Source 1 · 近景 1.png, aligned"


@pytest.mark.parametrize("look", ["dark", "light"])
@pytest.mark.parametrize("count", [2, 17, 200])
def test_any_number_of_frames_is_drawn(window: MainWindow, count: int, look: str) -> None:
    stack(window, count)
    take(window, alignments.found(count, (24, 32), share=0.001, flagged={1: "blurred"}))
    theme.apply(look)
    window.show_frames(True)
    QApplication.processEvents()
    assert window.frames.model.rowCount() == count
    assert not window.frames.plot.grab().toImage().isNull()
    widgets = len(window.frames.findChildren(object))
    assert widgets < 60, "no widget a frame"


def test_the_plot_follows_the_numbers() -> None:
    shift, scale, gain = strips(alignments.found(3, (24, 32)))
    assert shift.lines == ((0.0, 0.0, 0.0),)
    assert scale.lines[0] == pytest.approx((-4.0, 0.0, 4.0))
    assert gain.lines == ((1.0, 1.0, 1.0),)
    assert shift.limits == (-0.5, 0.5)
    assert scale.limits == pytest.approx((-4.0, 4.0))


def test_the_list_is_shown_and_hidden_by_menu_panel_and_chip(aligned: MainWindow) -> None:
    action = aligned.menus.actions["frames"]
    action.trigger()
    assert not aligned.frames.isVisible()
    assert not aligned.align.frames.isChecked()
    aligned.bottom.chip.click()
    assert aligned.frames.isVisible()
    aligned.align.frames.click()
    assert not action.isChecked()


def test_where_every_frame_is_left_out_leaving_out_another_time_changes_nothing(
    window: MainWindow,
) -> None:
    stack(window, 3)
    take(window, alignments.found(3, (24, 32), flagged=dict.fromkeys(range(3), "blurred")))
    assert not any(window.session.is_used(number) for number in range(3))
    before = window.session.registration_parameters
    window.session.use(1, False)
    assert window.session.registration_parameters == before
    window.session.use(1, True)
    assert window.session.is_used(1)
