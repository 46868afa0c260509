"""What the empty window says is read whole, however narrow the window is."""

from __future__ import annotations

import pytest

from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS
from ui import i18n
from ui.canvas.welcome import STEPS_WIDTH, Welcome
from ui.qt import QApplication, QLabel


@pytest.mark.parametrize("purpose", [MULTIFOCUS, INFRARED_VISIBLE])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_word_of_the_empty_window_is_cut_off(
    program: QApplication, language: str, purpose: str
) -> None:
    i18n.install(language)
    welcome = Welcome()
    welcome.show_kind(purpose)
    for width in (1000, STEPS_WIDTH + 90):
        welcome.resize(width, 450)
        welcome.show()
        program.processEvents()
        for label in welcome.findChildren(QLabel):
            assert welcome.rect().contains(label.geometry()), label.text()
            assert label.sizeHint().width() <= label.width() or label.wordWrap(), label.text()
            assert label.heightForWidth(label.width()) <= label.height(), label.text()
