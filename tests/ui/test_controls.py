"""Controls of the window's own."""

from __future__ import annotations

import pytest

from ui.controls import ShortenedLabel
from ui.qt import QApplication


@pytest.mark.usefixtures("program")
def test_a_label_with_too_little_room_ends_in_an_ellipsis_or_says_nothing() -> None:
    label, text = ShortenedLabel(), "white: differs by 32 of 255"
    label.setText(text)
    label.show()
    for width, shown in ((400, text), (40, "")):
        label.resize(width, 20)
        QApplication.processEvents()
        assert label.shown() == shown
    label.resize(100, 20)
    assert label.shown().endswith("…")
    assert label.text() == text  # a screen reader reads all of it
