"""The frames below the picture: how sharp each is, as a curve, and which one is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from ui import theme
from ui.document.frame_facts import sharpness_of_frames
from ui.document.session import Session
from ui.i18n import tr
from ui.pictures.activity_curve import ActivityCurve
from ui.qt import (
    QColor,
    QEvent,
    QFrame,
    QHBoxLayout,
    QKeyEvent,
    QLabel,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointF,
    QPolygonF,
    QRectF,
    QSize,
    QSizePolicy,
    Qt,
    QToolButton,
    QWidget,
    Signal,
)

FEWEST = 3
"""Two sources need no scrubber: Space shows one and the other."""
HEIGHT, MARGIN, WIDEST_BAR = 44, 4, 6.0
ENDS = {int(Qt.Key.Key_Home): 0, int(Qt.Key.Key_End): -1}


class SharpnessCurve(QWidget):
    """A bar for each frame and a curve over them; a drag goes through the frames."""

    scrubbed = Signal(int)
    """The number of a source, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._sharpness: tuple[float | None, ...] = ()
        self._used: tuple[bool, ...] = ()
        self._current: int | None = None
        self._at_place: ActivityCurve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(80)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def show_frames(self, sharpness: tuple[float | None, ...], used: tuple[bool, ...]) -> None:
        self._sharpness, self._used = sharpness, used
        self.update()

    def show_activity(self, curve: ActivityCurve | None) -> None:
        """Lay the activity of all frames at one place over the bars; None takes it away."""
        self._at_place = curve
        self.update()

    def mark(self, number: int | None) -> None:
        """Mark the frame that is looked at; None marks none."""
        if number != self._current:
            self._current = number
            self.update()

    def number_at(self, x: float) -> int | None:
        """The frame at a place from left to right."""
        count = len(self._sharpness)
        if not count:
            return None
        return min(max(int(x / max(self.width(), 1) * count), 0), count - 1)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._scrub(event.pos().x())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        number = self.number_at(event.pos().x())
        self.setToolTip("" if number is None else self._tooltip(number))
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event.pos().x())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is not None and event.key() in ENDS and self._sharpness:
            self.scrubbed.emit(range(len(self._sharpness))[ENDS[event.key()]])
        elif event is not None:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        count, chosen = len(self._sharpness), theme.current()
        if not count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, room = self.width() / count, QRectF(self.rect()).adjusted(0, MARGIN, 0, -MARGIN)
        if self._current is not None:
            here = QRectF(self._current * wide, 0, max(wide, 2.0), self.height())
            painter.fillRect(here, QColor(chosen.hover))
        bar = min(max(wide - 1, 1.0), WIDEST_BAR)
        for number, value in enumerate(self._sharpness):
            is_here = number == self._current
            colour = chosen.accent if is_here else chosen.quiet if self._used[number] else chosen.line
            tall = room.height() * (0.08 if value is None else max(0.08, value))
            left = (number + 0.5) * wide - bar / 2
            painter.fillRect(QRectF(left, room.bottom() - tall, bar, tall), QColor(colour))
        if self._at_place is None or len(self._at_place.activity) != count:
            self._paint_curve(painter, room, wide)
        else:
            self._paint_activity(painter, room, wide, self._at_place)
        if self.hasFocus():
            painter.setPen(QPen(QColor(chosen.accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_curve(self, painter: QPainter, room: QRectF, wide: float) -> None:
        """A line over the tops of the bars, as far as they are known."""
        painter.setPen(QPen(QColor(theme.current().text), 1.2))
        painter.drawPolyline(QPolygonF(list(points_of(self._sharpness, room, wide).values())))

    def _tooltip(self, number: int) -> str:
        """A frame with its sharpness, and its activity at the place where that is shown."""
        text, curve = tooltip_of(number, self._sharpness[number]), self._at_place
        if curve is None or number >= len(curve.activity):
            return text
        value = curve.activity[number]
        share = "–" if value is None else f"{round(100 * value)} %"
        return text + "\n" + tr("Activity at {x}, {y}: {share}", x=curve.x, y=curve.y, share=share)

    def _paint_activity(
        self, painter: QPainter, room: QRectF, wide: float, curve: ActivityCurve
    ) -> None:
        """A line with a dot for each frame, and a ring round the most active one."""
        chosen = theme.current()
        points = points_of(curve.activity, room, wide)
        painter.setPen(QPen(QColor(chosen.warning), 1.6))
        painter.drawPolyline(QPolygonF(list(points.values())))
        painter.setBrush(QColor(chosen.warning))
        dot = 2.2 if wide >= WIDEST_BAR else 1.2
        for point in points.values():
            painter.drawEllipse(point, dot, dot)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if curve.best is not None:
            painter.drawEllipse(points[curve.best], 4.5, 4.5)

    def _scrub(self, x: float) -> None:
        number = self.number_at(x)
        if number is not None and number != self._current:
            self.scrubbed.emit(number)


class Scrubber(QFrame):
    """Goes through the frames: by a drag over the curve, step by step, or by the arrow keys."""

    looked_at = Signal(int)
    """The slot whose frame is to be looked at."""
    step_wanted = Signal(int)
    """By how many frames."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._slot: int | None = None
        self.setObjectName("bottom")
        self.curve = SharpnessCurve()
        self.curve.scrubbed.connect(self._look)
        self.before, self.after = self._button(-1), self._button(1)
        self.place = QLabel()
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(6)
        row.addWidget(self.before)
        row.addWidget(self.place)
        row.addWidget(self.after)
        row.addWidget(self.curve, 1)
        self.told = QLabel()
        self.told.setObjectName("quiet")
        self.told.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.told.hide()
        row.addWidget(self.told)
        self.setFixedHeight(HEIGHT)
        for signal in (session.sources_changed, session.alignment_changed, session.settings_changed,
                       session.facts_changed):  # fmt: skip
            signal.connect(lambda *_what: self.refresh())
        self.retranslate()

    def mark(self, slot: int | None) -> None:
        """Show which slot's frame is looked at; None where it is none alone."""
        self._slot = slot
        self._show_place()

    def show_activity(self, curve: ActivityCurve | None, told: str) -> None:
        """Show the activity of all frames at a place, and say at which and how it was measured; None and
        nothing go back to the sharpness."""
        self.curve.show_activity(curve)
        self.told.setText(told)
        wide = self.told.sizeHint().width()
        self.told.setMinimumWidth(max(self.told.minimumWidth(), wide) if told else 0)  # it never jumps
        self.told.setVisible(bool(told))

    def refresh(self) -> None:
        """Bring the curve in line with the session."""
        count = len(self._session.sources)
        self.setVisible(count >= FEWEST)
        used = tuple(self._session.is_used(number) for number in range(count))
        self.curve.show_frames(sharpness_of_frames(self._session), used)
        self.place.setFixedWidth(self.place.fontMetrics().horizontalAdvance(f"{count}/{count}") + 12)
        self._show_place()

    def retranslate(self) -> None:
        for button, text, icon in (
            (self.before, tr("The frame before (Left)"), "left"),
            (self.after, tr("The next frame (Right)"), "right"),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setIcon(theme.themed_icon(icon))
        self.curve.setAccessibleName(tr("Sharpness of the frames"))
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _show_place(self) -> None:
        number = None if self._slot is None else self._session.number_of(self._slot)
        count = len(self._session.sources)
        self.place.setText(f"{'–' if number is None else number + 1}/{count}")
        self.curve.mark(number)
        self.before.setEnabled(number != 0)
        self.after.setEnabled(number != count - 1)

    def _look(self, number: int) -> None:
        slots = [slot for slot, source in enumerate(self._session.slots) if source is not None]
        self.looked_at.emit(slots[number])

    def _button(self, by: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.step_wanted.emit(by))
        return button


def points_of(
    values: Sequence[float | None], room: QRectF, wide: float
) -> dict[int, QPointF]:
    """Where each frame's value from 0 to 1 is drawn, of those that are known."""
    return {
        number: QPointF((number + 0.5) * wide, room.bottom() - room.height() * value)
        for number, value in enumerate(values) if value is not None
    }  # fmt: skip


def tooltip_of(number: int, sharpness: float | None) -> str:
    """A frame and its sharpness, for a tooltip."""
    frame = tr("Source {number}", number=number + 1)
    if sharpness is None:
        return frame
    return f"{frame}: " + tr("Sharpness: {share} %", share=round(100 * sharpness))
