"""The line between two pictures on one canvas, which can be dragged."""

from __future__ import annotations

from ui import theme
from ui.canvas.canvas import Canvas
from ui.i18n import tr
from ui.qt import (
    QColor,
    QEvent,
    QMouseEvent,
    QObject,
    QPainter,
    QPaintEvent,
    QPen,
    QPointF,
    Qt,
    QWheelEvent,
    QWidget,
    Signal,
)

REACH = 15
"""How wide the part of the canvas is that takes the mouse, in pixels."""
GRIP = 26.0


class Divider(QWidget):
    """Lies over a canvas, where that is divided."""

    moved = Signal(float)
    """To which share of the canvas's width."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the slider above the picture takes the keys
        canvas.installEventFilter(self)
        self.setAccessibleName(tr("Divider"))
        self.hide()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(tr("Divider"))
        super().changeEvent(event)

    def place(self) -> None:
        """Stand where the canvas is divided."""
        middle = round(self._canvas.width() * self._canvas.divider)
        self.setGeometry(middle - REACH // 2, 0, REACH, self._canvas.height())

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        if event is not None and event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton:
            x = self.mapToParent(event.pos()).x()
            self.moved.emit(min(max(x / max(self._canvas.width(), 1), 0.0), 1.0))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
        elif event is not None:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802
        """Zooms as elsewhere over the picture."""
        if event is not None:
            at = self.mapToParent(event.position().toPoint())
            self._canvas.zoom_by(at, event.angleDelta().y() / 120)
            event.accept()

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        """A light line in a dark one, seen on every picture, with a grip in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = self.width() / 2, self.height() / 2
        for colour, wide in ((QColor(0, 0, 0, 170), 4.0), (QColor("#ffffff"), 1.6)):
            painter.setPen(QPen(colour, wide))
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setPen(QPen(QColor(0, 0, 0, 170), 1.0))
        painter.setBrush(QColor(theme.current().accent))
        painter.drawRoundedRect(1, round(middle - GRIP / 2), self.width() - 2, round(GRIP), 5, 5)
        painter.setPen(QPen(QColor(theme.current().on_accent), 1.4))
        for side in (-2, 2):
            painter.drawLine(QPointF(x + side, middle - 6), QPointF(x + side, middle + 6))
        painter.end()
