"""Messages: one below the other, with what can be done about each, and within reach of the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from tests.ui.conftest import settle, wait_for
from ui.main_window import MainWindow
from ui.panels import message_bar
from ui.panels.message_bar import MessageAction
from ui.qt import QApplication, QDesktopServices, QEvent, QLabel, QRect, Qt


def tops(window: MainWindow) -> list[QRect]:
    QApplication.processEvents()
    return [message.geometry() for message in window.messages.shown]


def test_none_covers_another_and_the_latest_are_shown(window: MainWindow) -> None:
    for number in range(5):
        window.messages.say("error", f"Message {number}. " * 30)
    places = tops(window)
    assert len(places) == 3
    assert all(not a.intersects(b) for a in places for b in places if a is not b)
    assert [message.text[:9] for message in window.messages.shown] == [f"Message {n}" for n in (2, 3, 4)]
    window.messages.close_latest()
    assert [message.text[:9] for message in window.messages.shown] == [f"Message {n}" for n in (1, 2, 3)]
    assert all(message.isVisible() for message in window.messages.shown)


def test_the_same_is_not_said_twice(window: MainWindow) -> None:
    window.messages.say("hint", "Once.")
    window.messages.say("hint", "Once.")
    assert window.messages.text == "Once."


def test_an_action_is_run_and_its_message_goes(window: MainWindow) -> None:
    done: list[str] = []
    window.messages.say(
        "done", "Saved.", MessageAction("Show", lambda: done.append("show")),
        MessageAction("Open", lambda: done.append("open")),
    )  # fmt: skip
    window.messages.shown[0].buttons[1].click()
    assert done == ["open"]
    assert window.messages.text == ""
    assert not window.messages.isVisible()


def test_good_news_goes_by_itself_and_errors_stay(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_bar, "GOOD_NEWS_SECONDS", 0.02)
    window.messages.say("error", "Wrong.")
    window.messages.say("hint", "By the way.")
    wait_for(lambda: window.messages.text == "Wrong.")
    assert not window.messages.shown[0].timer.isActive()


def test_time_stands_still_under_the_mouse_and_with_the_keyboard(window: MainWindow) -> None:
    window.messages.say("hint", "By the way.", MessageAction("Do", lambda: None))
    message = window.messages.shown[0]
    assert message.timer.isActive()
    window.activateWindow()
    window.messages.focus()
    QApplication.processEvents()
    assert QApplication.focusWidget() is message.buttons[0]
    assert not message.timer.isActive()
    window.viewer.setFocus()
    assert message.timer.isActive()
    window.messages.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    QApplication.sendEvent(window.messages, QEvent(QEvent.Type.Enter))
    assert not message.timer.isActive()
    window.messages.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(window.messages, QEvent(QEvent.Type.Leave))
    assert message.timer.isActive()


def test_esc_closes_the_message_with_the_keyboard_and_else_the_latest(window: MainWindow) -> None:
    for text in ("First.", "Second.", "Third."):
        window.messages.say("error", text)
    window.activateWindow()
    window.messages.shown[0].focus()
    QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.messages.text == "Second.\nThird."
    window.viewer.setFocus()
    QTest.keyClick(window.viewer, Qt.Key.Key_Escape)
    assert window.messages.text == "Second."


@pytest.mark.parametrize("is_active", [True, False])
def test_no_key_goes_to_a_message_that_went(window: MainWindow, is_active: bool) -> None:
    """Its slots may be gone before it is: a key ended the program, had the window not been active."""
    window.messages.say("error", "Wrong.")
    window.activateWindow()
    window.messages.focus()
    button = window.focusWidget()
    assert button is not None
    assert window.messages.isAncestorOf(button)
    if not is_active:
        QApplication.setActiveWindow(None)  # type: ignore[arg-type]
        assert QApplication.focusWidget() is None
    window.messages.clear()
    assert window.focusWidget() is not button
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Space)


def test_a_screen_reader_is_told_what_kind_of_message_it_is(window: MainWindow) -> None:
    window.messages.say("error", "Wrong.")
    assert window.messages.shown[0].accessibleName() == "Error: Wrong."


def test_a_saved_result_offers_its_folder(
    fused: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    fused.job_actions.save(tmp_path / "结果 r.png")
    settle(fused)
    assert fused.messages.text.startswith("Saved as")
    fused.messages.shown[-1].buttons[0].click()
    assert opened == [str(tmp_path)]


def test_kinds_are_told_by_a_sign_too(window: MainWindow) -> None:
    for kind in ("error", "done", "hint"):
        window.messages.say(kind, "Text.")
    signs = [message._sign.pixmap() for message in window.messages.shown]
    masks = {bytes(sign.toImage().createAlphaMask().bits().asstring(40 * 4)) for sign in signs if sign}
    assert len(masks) == 3, "not by the colour alone"


def test_a_name_too_long_for_a_line_is_not_cut_at_the_edge(window: MainWindow) -> None:
    """Its middle is left out on the picture; the whole is in the tooltip and for a screen reader."""
    text = f"Saved as /photos/{'Schmetterling' * 8}.parfocal. Ready."
    window.messages.say("done", text)
    QApplication.processEvents()
    (message,) = window.messages.shown
    label = next(each for each in message.findChildren(QLabel) if each.text().startswith("Saved"))
    assert "…" in label.text()
    assert "rfocal. Ready." in label.text()
    assert label.toolTip() == text
    assert text in message.accessibleName()
    assert window.messages.text == text
    assert message_bar.shortened("DSC_4120.jpg and 微距照片.jpg") == "DSC_4120.jpg and 微距照片.jpg"


@pytest.mark.parametrize("name", ["IMG_20190208_140212_0001_fused.jpg", "IMG_20190208_140212_fused.jpg"])
def test_nor_is_one_beside_a_button_in_the_smallest_window(window: MainWindow, name: str) -> None:
    window.resize(980, 600)
    window.messages.say("done", f"Saved as /x/{name}.", MessageAction("Show in folder", lambda: None))
    QApplication.processEvents()
    (message,) = window.messages.shown
    label = next(each for each in message.findChildren(QLabel) if each.text().startswith("Saved"))
    assert label.minimumSizeHint().width() <= label.width()
    assert label.text().endswith("fused.jpg.")
