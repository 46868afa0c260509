"""Controls that change when they are asked to, and not because the wheel went over them; and a label
that takes the room that is left."""

from __future__ import annotations

from ui.qt import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPainter,
    QPaintEvent,
    QSizePolicy,
    QSlider,
    QSpinBox,
    Qt,
    QWheelEvent,
)


class CalmWheel:
    """Leaves the wheel to what the control lies in, which scrolls."""

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None:
            event.ignore()


class CalmSlider(CalmWheel, QSlider):
    """A slider that leaves the wheel to the panel it is in."""


class CalmComboBox(CalmWheel, QComboBox):
    """A list of choices that leaves the wheel to the panel it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel takes no focus either


class CalmSpinBox(CalmWheel, QSpinBox):
    """A whole number that leaves the wheel to the panel it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


class CalmNumberBox(CalmWheel, QDoubleSpinBox):
    """A number that leaves the wheel to the panel it is in; as many digits as it has, and no more."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        return f"{value:.6g}"


class ShortenedLabel(QLabel):
    """One line that takes the room the others leave: what is too long ends in an ellipsis, and nothing
    is written where there is room for hardly a word. Of a file's name the middle is left out."""

    LEAST = 60
    """The width below which nothing is written."""

    def __init__(self, text: str = "", is_file: bool = False) -> None:
        super().__init__(text)
        self._mode = Qt.TextElideMode.ElideMiddle if is_file else Qt.TextElideMode.ElideRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def shown(self) -> str:
        """What is written at the present width."""
        width = self.contentsRect().width()
        text = self.fontMetrics().elidedText(self.text(), self._mode, width)
        return text if text == self.text() or width >= self.LEAST else ""

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.shown())
