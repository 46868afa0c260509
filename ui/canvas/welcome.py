"""What the empty window says: the three steps, and a button for the first."""

from __future__ import annotations

from fusion.settings import MULTIFOCUS
from ui import theme
from ui.i18n import tr
from ui.icons import icon
from ui.qt import (
    QColor,
    QEvent,
    QLabel,
    QPainter,
    QPaintEvent,
    QPushButton,
    QResizeEvent,
    QShowEvent,
    QSize,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

STEPS_WIDTH = 380
SIDE = 16
"""Left free beside the title."""


class Welcome(QWidget):
    """Shown while no slot holds a picture."""

    open_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._purpose = MULTIFOCUS
        self._picture = QLabel()
        self._title = QLabel()
        self._title.setObjectName("title")
        self._title.setWordWrap(True)
        self._steps = QLabel()
        self._steps.setObjectName("quiet")
        self._steps.setWordWrap(True)
        self._steps.setFixedWidth(STEPS_WIDTH)
        self._open = QPushButton()
        self._open.setProperty("next", True)
        self._open.clicked.connect(lambda: self.open_wanted.emit())
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._picture, self._title, self._steps, self._open):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        chosen = theme.current()
        self._picture.setPixmap(icon("fuse", chosen.disabled).pixmap(64, 64))
        if self._purpose == MULTIFOCUS:
            self._title.setText(tr("Open two pictures of one scene, or a whole stack"))
            self._steps.setText(
                tr("Taken from the same place and focused differently. Drop them or their folder here, "
                   "or open them, then click Fuse: the sharp parts of each become one picture.")
            )  # fmt: skip
        else:
            self._title.setText(tr("Open an infrared and a visible picture of one scene"))
            self._steps.setText(
                tr("Of one size and lying on each other. Names such as 01_ir and 01_vi tell which is "
                   "which. Click Fuse: what either shows is in one picture, in the visible colours.")
            )  # fmt: skip
        self._fit_texts()
        self._open.setText(tr("Open pictures…"))
        self._open.setToolTip(tr("Open pictures (Ctrl+O)"))

    def show_kind(self, purpose: str) -> None:
        """Say what this kind of fusion wants."""
        if purpose != self._purpose:
            self._purpose = purpose
            self.retranslate()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        super().showEvent(event)
        self._fit_texts()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_texts()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The title breaks where there is less room, so it asks for none."""
        return QSize(STEPS_WIDTH, super().minimumSizeHint().height())

    def _fit_texts(self) -> None:
        """A layout does not ask a centred label how high its lines stand at its width."""
        self._steps.ensurePolished()
        self._steps.setFixedHeight(self._steps.heightForWidth(STEPS_WIDTH))
        self._title.ensurePolished()
        line = self._title.fontMetrics().horizontalAdvance(self._title.text())
        line += SIDE  # a label wraps a little before its edge
        width = min(line, max(self.width() - 2 * SIDE, STEPS_WIDTH))
        self._title.setFixedSize(width, self._title.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent | None) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().canvas))
