"""What lies over the picture's lower right corner: focus peaking's controls, and the histogram."""

from __future__ import annotations

from ui import theme
from ui.canvas.marking import Peaking
from ui.controls import CalmComboBox, CalmSlider
from ui.i18n import tr
from ui.panels.histogram import WIDTH, HistogramPanel
from ui.qt import QEvent, QFrame, QHBoxLayout, QLabel, Qt, QToolButton, QVBoxLayout, QWidget, Signal

LEAST, MOST = 8, 160
"""Thresholds of the activity, in levels of 255."""


class SeeingPanel(QFrame):
    """Two parts that come and go by themselves; it says what the user chose."""

    peaking_chosen = Signal(object)
    threshold_chosen = Signal(int)
    histogram_closed = Signal()
    peaking_closed = Signal()

    def __init__(self, threshold: int) -> None:
        super().__init__()
        self.setObjectName("overPicture")
        self._heads = {name: QLabel() for name in ("peaking", "histogram")}
        self._closers = {name: QToolButton() for name in self._heads}
        self._closers["peaking"].clicked.connect(lambda: self.peaking_closed.emit())
        self._closers["histogram"].clicked.connect(lambda: self.histogram_closed.emit())
        self.kind, self.threshold = CalmComboBox(), CalmSlider(Qt.Orientation.Horizontal)
        self.threshold.setRange(LEAST, MOST)
        self.threshold.setValue(threshold)
        self.value = QLabel()
        self.value.setObjectName("quiet")
        self.value.setFixedWidth(self.value.fontMetrics().horizontalAdvance("000") + 4)
        self.kind.activated.connect(lambda number: self.peaking_chosen.emit(list(Peaking)[number]))
        self.threshold.valueChanged.connect(self._take_threshold)
        self.histogram = HistogramPanel()
        self._peaking = QWidget()
        self._fill()
        self.setFixedWidth(WIDTH + 38)
        self.show_parts(peaking=None, histogram=False)
        self.retranslate()

    def show_parts(self, peaking: Peaking | None, histogram: bool) -> None:
        """Show the parts that are asked for; the panel goes with the last of them."""
        self._peaking.setVisible(peaking is not None)
        if peaking is not None:
            self.kind.setCurrentIndex(list(Peaking).index(peaking))
        self._below.setVisible(histogram)
        self.setVisible(peaking is not None or histogram)
        self.adjustSize()

    def retranslate(self) -> None:
        titles = {"peaking": tr("Focus peaking"), "histogram": tr("Histogram")}
        for name, title in titles.items():
            self._heads[name].setText(title)
            closer = self._closers[name]
            text = tr("Hide: {name}", name=title)
            closer.setToolTip(text)
            closer.setAccessibleName(text)
            closer.setIcon(theme.themed_icon("remove"))
        at = max(self.kind.currentIndex(), 0)
        self.kind.clear()
        names = {
            Peaking.COLOUR: tr("in colour"), Peaking.HATCH: tr("with stripes"),
            Peaking.BRIGHTNESS: tr("by brightness"),
        }  # fmt: skip
        self.kind.addItems([names[each] for each in Peaking])
        self.kind.setCurrentIndex(at)
        hint = tr("How sharp places are told")
        self.kind.setToolTip(hint)
        self.kind.setAccessibleName(hint)
        hint = tr("How much the light must change for a place to be told, in levels of 255")
        self.threshold.setToolTip(hint)
        self.threshold.setAccessibleName(hint)
        self.value.setText(str(self.threshold.value()))
        self.histogram.retranslate()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _take_threshold(self, value: int) -> None:
        self.value.setText(str(value))
        self.threshold_chosen.emit(value)

    def _fill(self) -> None:
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self.kind)
        controls.addWidget(self.threshold, 1)
        controls.addWidget(self.value)
        upper = QVBoxLayout(self._peaking)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(4)
        upper.addLayout(self._head("peaking"))
        upper.addLayout(controls)
        self._below = QWidget()
        lower = QVBoxLayout(self._below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(2)
        lower.addLayout(self._head("histogram"))
        lower.addWidget(self.histogram)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(8)
        column.addWidget(self._peaking)
        column.addWidget(self._below)

    def _head(self, name: str) -> QHBoxLayout:
        label, closer = self._heads[name], self._closers[name]
        label.setObjectName("strong")
        closer.setProperty("flat", True)
        closer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        closer.setFixedSize(20, 20)
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(closer)
        return row
