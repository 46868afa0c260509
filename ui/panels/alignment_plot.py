"""Shift, scale and gain over the frames, drawn as three strips; what is flagged is marked."""

from __future__ import annotations

import math
from dataclasses import dataclass

from fusion.register.registration import Registration
from ui import theme
from ui.document.session import Session
from ui.i18n import tr
from ui.plain_text import plain_tooltip
from ui.qt import (
    QColor,
    QEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointF,
    QPolygonF,
    QRectF,
    QSize,
    Qt,
    QWidget,
    Signal,
)

MARGIN, TOP = 10, 6
LABEL_HEIGHT = 20
LARGEST_POINT, SMALLEST_POINT = 3.0, 1.0
CHANNELS = ("#e0716c", "#5fb874", "#6c9be0")
"""Red, green and blue that are seen on both grounds."""


@dataclass(frozen=True)
class Strip:
    """One quantity over the frames.

    Attributes
    ----------
    title
        With the unit.
    lines
        For each line the value of every frame.
    colours
        Of the lines; an empty one is that of the text.
    rest
        The value of a frame that need not change.
    least_range
        Smaller differences fill only a part of the strip.
    """

    title: str
    lines: tuple[tuple[float, ...], ...]
    colours: tuple[str, ...]
    rest: float
    least_range: float

    @property
    def limits(self) -> tuple[float, float]:
        """The values at the strip's lower and upper edge."""
        values = [value for line in self.lines for value in line if math.isfinite(value)]
        low, high = min([self.rest, *values]), max([self.rest, *values])
        spare = max(0.0, self.least_range - (high - low)) / 2
        return low - spare, high + spare


def strips(registration: Registration) -> list[Strip]:
    """What is drawn: shift (its length), scale against the reference, gain of each channel."""
    frames = registration.frames
    shifts = tuple(math.hypot(*frame.shift_px) for frame in frames)
    scales = tuple(100 * (frame.scale - 1) for frame in frames)
    gains = tuple(zip(*(frame.transform.gain for frame in frames), strict=True))
    same = gains[0] == gains[1] == gains[2]
    return [
        Strip(tr("Shift, px"), (shifts,), ("",), 0.0, 1.0),
        Strip(tr("Scale, %"), (scales,), ("",), 0.0, 0.1),
        Strip(tr("Gain"), gains[:1] if same else gains, ("",) if same else CHANNELS, 1.0, 0.02),
    ]


class AlignmentPlot(QWidget):
    """Shows the session's registration; a click on a frame chooses it."""

    chosen = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._current = -1
        self.setMouseTracking(True)
        self.setMinimumSize(180, 120)
        for signal in (session.alignment_changed, session.sources_changed):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(360, 200)

    def mark(self, number: int) -> None:
        """The frame that is chosen in the table; -1 for none."""
        self._current = number
        self.update()

    def frame_at(self, x: float) -> int | None:
        """The frame that is nearest to a place of the widget."""
        registration = self._session.registration
        if registration is None or not registration.frames:
            return None
        count = len(registration.frames)
        share = (x - MARGIN) / max(self.width() - 2 * MARGIN, 1)
        return min(max(round(share * (count - 1)), 0), count - 1)

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        registration = self._session.registration
        if registration is None:
            painter.setPen(QColor(theme.current().quiet))
            words = tr("Align shows here how shift, scale and gain change over the frames.")
            wrapped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, 0), wrapped, words)
        else:
            drawn = strips(registration)
            height = (self.height() - TOP) / len(drawn)
            for number, strip in enumerate(drawn):
                box = QRectF(0, TOP + number * height, self.width(), height)
                self._paint_strip(painter, registration, strip, box)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        number = self.frame_at(event.pos().x()) if event is not None else None
        self.setToolTip("" if number is None else plain_tooltip(self._words(number)))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        number = self.frame_at(event.pos().x()) if event is not None else None
        if number is not None:
            self.chosen.emit(number)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.update()
        super().changeEvent(event)

    def _words(self, number: int) -> str:
        """All values of a frame, for the tooltip."""
        registration = self._session.registration
        assert registration is not None
        values = [
            f"{strip.title}: " + ", ".join(f"{line[number]:.2f}" for line in strip.lines)
            for strip in strips(registration)
        ]
        return "\n".join([f"{number + 1} · {registration.frames[number].name}", *values])

    def _paint_strip(
        self, painter: QPainter, registration: Registration, strip: Strip, box: QRectF
    ) -> None:
        chosen, count = theme.current(), len(registration.frames)
        low, high = strip.limits
        plot = box.adjusted(MARGIN, LABEL_HEIGHT, -MARGIN, -5)

        def place(number: int, value: float) -> QPointF:
            share = number / (count - 1) if count > 1 else 0.5
            up = (value - low) / (high - low) if math.isfinite(value) else 0.5
            return QPointF(plot.left() + share * plot.width(), plot.bottom() - up * plot.height())

        painter.setPen(QColor(chosen.quiet))
        painter.drawText(QPointF(box.left() + MARGIN, box.top() + 13), strip.title)
        limits = f"{low:.2f} … {high:.2f}"
        wide = painter.fontMetrics().horizontalAdvance(limits)
        painter.drawText(QPointF(box.right() - MARGIN - wide, box.top() + 13), limits)
        painter.setPen(QPen(QColor(chosen.line), 1))
        painter.drawLine(place(0, strip.rest), place(count - 1, strip.rest))
        marked = ((registration.reference, chosen.disabled), (self._current, chosen.accent))
        for number, colour in marked:
            if 0 <= number < count:
                painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.DotLine))
                painter.drawLine(place(number, low), place(number, high))
        for line, colour in zip(strip.lines, strip.colours, strict=True):
            pen = QColor(colour or chosen.text)
            painter.setPen(QPen(pen, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([place(n, value) for n, value in enumerate(line)]))
            radius = min(LARGEST_POINT, max(SMALLEST_POINT, plot.width() / max(count, 1) / 5))
            for number, value in enumerate(line):
                self._paint_point(painter, registration, number, place(number, value), radius, pen)

    def _paint_point(
        self, painter: QPainter, registration: Registration, number: int, at: QPointF, radius: float,
        colour: QColor,
    ) -> None:  # fmt: skip
        """A dot; a larger one in the colour of a warning where flagged, a ring where left out."""
        frame, chosen = registration.frames[number], theme.current()
        if frame.flags or not frame.used:
            colour = QColor(chosen.warning if frame.flags else chosen.disabled)
            radius = max(radius + 1.5, 3.5)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if frame.used else QColor(chosen.panel))
        painter.drawEllipse(at, radius, radius)
