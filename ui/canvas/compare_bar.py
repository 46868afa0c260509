"""The line above two pictures that are compared: which two, and what the way of comparing needs."""

from __future__ import annotations

from ui import theme
from ui.canvas.map_bar import BAR_HEIGHT
from ui.canvas.ways import GAINS, Way
from ui.controls import CalmComboBox, CalmSlider, ShortenedLabel
from ui.i18n import tr
from ui.qt import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPoint,
    QResizeEvent,
    QSize,
    Qt,
    QToolButton,
    QWidget,
    Signal,
)

RATES = (0, 1, 2, 4, 8)
"""How often a second the picture changes while Space is held; 0 for the second one as long as it is."""
LEAST_NAME, BESIDE_NAME = 150, 24
"""The width that each of the two names has at least; what the frame of its button takes of it."""
ARROW = "  ▾"


class CompareBar(QFrame):
    """Says what the user chose; it changes nothing itself."""

    choice_wanted = Signal(int, QPoint)
    """Another first (0) or second (1) picture is to be chosen, at a point of the screen."""
    exchanged = Signal()
    divided = Signal(float)
    gain_chosen = Signal(float)
    rate_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toolbar")
        self.setFixedHeight(BAR_HEIGHT)
        self._names = ("", "")
        self.first, self.second, self.exchange = (self._button() for _ in range(3))
        for number, button in enumerate((self.first, self.second)):
            button.clicked.connect(lambda _on, which=number: self._ask(which))
        self.exchange.setIconSize(QSize(14, 14))
        self.exchange.clicked.connect(lambda: self.exchanged.emit())
        self.label, self.hint = QLabel(), ShortenedLabel()
        self.hint.setObjectName("quiet")
        self.divider = CalmSlider(Qt.Orientation.Horizontal)
        self.divider.setRange(0, 100)
        self.divider.setValue(50)
        self.divider.setMinimumWidth(60)
        self.divider.setMaximumWidth(140)
        self.divider.valueChanged.connect(lambda value: self.divided.emit(value / 100))
        self.gain, self.rate = CalmComboBox(), CalmComboBox()
        self.gain.activated.connect(lambda number: self.gain_chosen.emit(float(GAINS[number])))
        self.rate.activated.connect(lambda number: self.rate_chosen.emit(RATES[number]))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        for widget in (self.first, self.exchange, self.second):
            row.addWidget(widget)
        row.addWidget(self.hint, 1)
        for control in (self.label, self.divider, self.gain, self.rate):
            row.addWidget(control)
        self.retranslate()

    def show_for(self, way: Way, names: tuple[str, str], gain: float, units: str) -> None:
        """Fit the line to a way of comparing, to what the two are called, and to the gain."""
        self._names = names
        controls: dict[Way, QWidget] = {
            Way.SPLIT: self.divider, Way.DIFFERENCE: self.gain, Way.BLINK: self.rate,
        }  # fmt: skip
        for each, control in controls.items():
            control.setVisible(each is way)
        self.label.setVisible(way in controls)
        self.label.setText({
            Way.SPLIT: tr("Divider"), Way.DIFFERENCE: tr("Gain"), Way.BLINK: tr("While Space is held"),
        }.get(way, ""))  # fmt: skip
        self.hint.setText({
            Way.DIFFERENCE: units, Way.PAIR: tr("Moved together"),
            Way.BLINK: tr("Hold Space to see the second picture"),
            Way.SPLIT: tr("Left the first picture, right the second"),
        }.get(way, ""))  # fmt: skip
        self.gain.setCurrentIndex(GAINS.index(int(gain)) if gain in GAINS else 0)
        self._fit_names()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Show as much of the names as there is room for; a short one leaves its room to the other."""
        row, names = self._row, (self.first, self.second)
        rest = [self.exchange, self.hint, self.label, self.divider, self.gain, self.rate]
        others = [widget for widget in rest if not widget.isHidden()]
        margins = row.contentsMargins()
        taken = margins.left() + margins.right() + row.spacing() * (len(others) + 1)
        room = self.width() - taken - sum(widget.sizeHint().width() for widget in others)
        metrics = self.first.fontMetrics()
        wanted = [metrics.horizontalAdvance(name + ARROW) + BESIDE_NAME for name in self._names]
        for button, name, own, other in zip(names, self._names, wanted, wanted[::-1], strict=True):
            width = min(own, max(LEAST_NAME, room // 2, room - other))
            space = width - BESIDE_NAME - metrics.horizontalAdvance(ARROW)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, space)
            button.setText((name if width == own else short) + ARROW)
            button.setMinimumWidth(min(own, LEAST_NAME))  # a long name does not keep the line wide
            button.setMaximumWidth(width)

    def show_divider(self, share: float) -> None:
        """Where the canvas is divided, from 0 to 1."""
        before = self.divider.blockSignals(True)
        self.divider.setValue(round(share * 100))
        self.divider.blockSignals(before)

    def retranslate(self) -> None:
        for button, text in (
            (self.first, tr("The first picture")), (self.second, tr("The second picture")),
            (self.exchange, tr("Exchange the two pictures")),
        ):  # fmt: skip
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.exchange.setIcon(theme.themed_icon("replace"))
        hint = tr("Where the two pictures are divided, from left to right")
        self.divider.setToolTip(hint)
        self.divider.setAccessibleName(hint)
        hint = tr("What the difference is multiplied by")
        self.gain.setToolTip(hint)
        self.gain.setAccessibleName(hint)
        hint = tr("How often the picture changes while Space is held")
        self.rate.setToolTip(hint)
        self.rate.setAccessibleName(hint)
        chosen = max(self.gain.currentIndex(), 0), max(self.rate.currentIndex(), 0)
        self.gain.clear()
        self.gain.addItems([f"× {gain}" for gain in GAINS])
        self.rate.clear()
        self.rate.addItem(tr("the second picture"))
        self.rate.addItems([tr("{count} × a second", count=rate) for rate in RATES[1:]])
        self.gain.setCurrentIndex(chosen[0])
        self.rate.setCurrentIndex(chosen[1])

    def _ask(self, which: int) -> None:
        button = (self.first, self.second)[which]
        self.choice_wanted.emit(which, button.mapToGlobal(QPoint(0, button.height())))

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
