"""Captions over a picture that has little room."""

from __future__ import annotations

import pytest

from ui.canvas.captions import paint_text
from ui.qt import QImage, QPainter, QRectF

WARNING = "Made with other settings than those chosen now."


def painted(text: str, room: int, breaks: bool) -> QRectF:
    """Where a text stands that was painted."""
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    box = paint_text(painter, text, "#ffffff", (0, 8), room, breaks)
    painter.end()
    return box


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("text", [WARNING, "此结果由其他设置生成，与当前设置不一致。"])
def test_a_warning_goes_on_below_where_it_is_too_long(text: str) -> None:
    """Its middle was left out, and nobody could tell what is wrong."""
    line, broken = painted(text, 500, breaks=True), painted(text, 150, breaks=True)
    assert broken.width() <= 150 + 16
    assert broken.height() > 1.5 * line.height()
    assert (broken.width() - 16) * (broken.height() - 6) >= (line.width() - 16) * (line.height() - 6)


@pytest.mark.usefixtures("program")
def test_a_caption_stays_one_line() -> None:
    line, short = painted(WARNING, 500, breaks=False), painted(WARNING, 150, breaks=False)
    assert short.width() <= 150 + 16
    assert short.height() == line.height()
