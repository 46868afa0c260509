"""Line icons, drawn from SVG in the colour of the theme and at the screen's resolution."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ui.qt import QIcon, QPainter, QPixmap, QSize, QSvgRenderer, Qt

FOLDER = Path(__file__).parent
SIDE = 20
SCALES = (1, 2, 3)


@cache
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """The icon ``name`` in a colour (``#rrggbb``), and in another where its control is disabled."""
    drawn = QIcon()
    for scale in SCALES:
        drawn.addPixmap(draw(name, colour, SIDE * scale))
        if disabled:
            drawn.addPixmap(draw(name, disabled, SIDE * scale), QIcon.Mode.Disabled)
    return drawn


def draw(name: str, colour: str, side: int) -> QPixmap:
    """The icon as a square pixmap of ``side`` screen pixels."""
    content = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("#000000", colour)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(content.encode()).render(painter)
    painter.end()
    return pixmap


def program_icon() -> QIcon:
    """The program's own icon."""
    drawn = QIcon()
    for side in (16, 32, 64, 128):
        drawn.addPixmap(draw("parfocal", "#000000", side))
    return drawn
