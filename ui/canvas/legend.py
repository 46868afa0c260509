"""Which colour stands for what: squares with their names, or a bar of many colours."""

from __future__ import annotations

from collections.abc import Sequence

from ui import theme
from ui.qt import QColor, QHBoxLayout, QLabel, QPainter, QPaintEvent, QRectF, QWidget

SWATCH = 12
"""Side of a square in pixels."""
Colour = tuple[int, ...]


class ColourBar(QWidget):
    """Colours beside each other, with an edge that is seen on every ground."""

    def __init__(self, width: int = SWATCH, colours: Sequence[Colour] = ()) -> None:
        super().__init__()
        self.colours: list[Colour] = list(colours)
        self.setFixedSize(width, SWATCH)

    def show_colours(self, colours: Sequence[Colour]) -> None:
        self.colours = list(colours)
        self.update()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().quiet))
        inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        wide = inside.width() / max(len(self.colours), 1)
        for number, colour in enumerate(self.colours):
            left = inside.left() + number * wide
            painter.fillRect(QRectF(left, inside.top(), wide, inside.height()), QColor(*colour))
        painter.end()


class Named(QWidget):
    """A square of a colour and its name."""

    def __init__(self, colour: Colour = (0, 0, 0), name: str = "") -> None:
        super().__init__()
        self.square, self.label = ColourBar(SWATCH, [colour]), QLabel(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.square)
        row.addWidget(self.label)

    def show_as(self, colour: Colour, name: str) -> None:
        self.square.show_colours([colour])
        self.label.setText(name)
        find_size(self)


class Legend(QWidget):
    """So many colours with their names at most, in a row."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._entries = [Named() for _ in range(most)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for entry in self._entries:
            row.addWidget(entry)

    def show_entries(self, entries: Sequence[tuple[Colour, str]]) -> None:
        for number, entry in enumerate(self._entries):
            entry.setVisible(number < len(entries))
            if number < len(entries):
                entry.show_as(*entries[number])
        find_size(self)


def find_size(widget: QWidget) -> None:
    """Let a widget know at once how large it wants to be, not only with the next event."""
    layout = widget.layout()
    if layout is not None:
        layout.invalidate()
        layout.activate()
    widget.updateGeometry()
