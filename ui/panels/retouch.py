"""The brush: its size, hardness, opacity and flow, what it paints with, undo, and doubtful places."""

from __future__ import annotations

from collections.abc import Callable
from math import log

from ui.controls import CalmComboBox, CalmSlider
from ui.document.results import KeptResult
from ui.document.retouch import RetouchDocument
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.layer_job import others_of
from ui.panels.settings import heading, line
from ui.qt import (
    QCheckBox,
    QEvent,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

LARGEST_PX = 500.0
"""At the end of the slider of the size; the key ] goes farther."""
STEPS = 100


class RetouchPanel(QWidget):
    """Shows and changes the brush of a ``RetouchDocument``."""

    place_wanted = Signal(int)
    """1 for the next doubtful place, -1 for the one before."""
    other_wanted = Signal(object)
    """Another result that is to be painted with."""

    def __init__(self, session: Session, painter: RetouchDocument) -> None:
        super().__init__()
        self._session, self._painter = session, painter
        self._heading = heading()
        self._labels: dict[str, QLabel] = {}
        self._values: dict[str, QLabel] = {}
        self.sliders: dict[str, CalmSlider] = {}
        self.source = CalmComboBox()
        self.source.setMinimumContentsLength(4)
        self.source.activated.connect(self._take_row)
        self._others: list[KeptResult] = []
        self._source_label = QLabel()
        self.erases, self.snaps, self.matches = QCheckBox(), QCheckBox(), QCheckBox()
        self.erases.toggled.connect(painter.erase)
        self.snaps.toggled.connect(lambda on: painter.change_brush(snaps=on))
        self.matches.toggled.connect(lambda on: painter.change_brush(matches=on))
        self.undo = self._button(session.undo)
        self.redo = self._button(session.redo)
        self.before = self._button(lambda: self._want(-1))
        self.next = self._button(lambda: self._want(1))
        self._lay_out()
        painter.brush_changed.connect(self.refresh)
        session.history_changed.connect(self.refresh)
        session.result_changed.connect(self._name_sources)
        session.results.changed.connect(self._name_sources)
        self.retranslate()

    def refresh(self) -> None:
        """Bring everything in line with the brush and the strokes."""
        brush, painter = self._painter.brush, self._painter
        shown = {
            "radius_px": share_of(brush.radius_px), "hardness": brush.hardness,
            "opacity": brush.opacity, "flow": brush.flow,
        }  # fmt: skip
        for name, share in shown.items():
            slider = self.sliders[name]
            slider.blockSignals(True)
            slider.setValue(round(share * STEPS))
            slider.blockSignals(False)
            percent = f"{round(getattr(brush, name) * 100)} %" if name != "radius_px" else ""
            self._values[name].setText(percent or f"{round(2 * brush.radius_px)} px")
        for box, on in (
            (self.erases, painter.erases), (self.snaps, brush.snaps), (self.matches, brush.matches),
        ):  # fmt: skip
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.source.setCurrentIndex(self._row())
        self.source.setEnabled(not painter.erases)
        self.undo.setEnabled(self._session.can_undo)
        self.redo.setEnabled(self._session.can_redo)
        fused = self._session.fused
        decides = fused is not None and fused.result.decision is not None
        self.before.setEnabled(decides)
        self.next.setEnabled(decides)

    def retranslate(self) -> None:
        self._heading.setText(tr("RETOUCH"))
        texts = {
            "radius_px": (tr("Size"), tr("Diameter of the brush in pixels of the picture ([ and ])")),
            "hardness": (tr("Hardness"), tr("How sharp the rim of the brush is ({ and })")),
            "opacity": (tr("Brush opacity"), tr("The most that one stroke lays on")),
            "flow": (tr("Flow"), tr("What each print of the brush lays on")),
        }
        for name, (text, hint) in texts.items():
            self._labels[name].setText(text)
            self.sliders[name].setToolTip(hint)
            self.sliders[name].setAccessibleName(text)
            self.sliders[name].setAccessibleDescription(hint)
        self._source_label.setText(tr("Paint with"))
        hint = tr("What strokes lay over the result; Alt+click takes the sharpest source there")
        self.source.setToolTip(hint)
        self.source.setAccessibleName(tr("Paint with"))
        for widget, text, hint in (
            (self.erases, tr("Erase strokes"), tr("Strokes bring the computed result back (E)")),
            (self.snaps, tr("Snap to edges"), tr("The rim of a stroke is held by edges")),
            (self.matches, tr("Match brightness"), tr("The source gets the brightness of the result")),
            (self.undo, tr("Undo"), tr("Take the latest change back (Ctrl+Z)")),
            (self.redo, tr("Redo"), tr("Make the latest change again that was undone (Ctrl+Shift+Z)")),
            (self.before, tr("Previous doubt"), tr("The doubtful place before (Shift+N)")),
            (self.next, tr("Next doubt"), tr("The next place whose choice is a guess (N)")),
        ):
            widget.setText(text)
            widget.setToolTip(hint)
            widget.setAccessibleDescription(hint)
        self._name_sources()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _name_sources(self) -> None:
        fused = self._session.fused
        names = [] if fused is None else [source.name for source in fused.sources]
        self._others = others_of(self._session)
        named = [f"{number} · {name}" for number, name in enumerate(names, 1)]
        named += [tr("Result: {name}", name=kept.name) for kept in self._others]
        if named != [self.source.itemText(row) for row in range(self.source.count())]:
            self.source.clear()
            self.source.addItems(named)
        self.refresh()

    def _row(self) -> int:
        """The row of what is painted with: the sources come first, then the other results."""
        painter, fused = self._painter, self._session.fused
        if painter.other is None or fused is None:
            return painter.number
        names = [kept.name for kept in self._others]
        if painter.other.name not in names:
            return -1
        return len(fused.sources) + names.index(painter.other.name)

    def _take_row(self, row: int) -> None:
        fused = self._session.fused
        count = 0 if fused is None else len(fused.sources)
        if row < count:
            self._painter.take_source(row)
        elif row - count < len(self._others):
            self.other_wanted.emit(self._others[row - count])

    def _want(self, step: int) -> None:
        self.place_wanted.emit(step)

    def _take(self, name: str, step: int) -> None:
        share = step / STEPS
        value = radius_at(share) if name == "radius_px" else share
        self._painter.change_brush(**{name: value})

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the brush
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._source_label, 0, 0)
        grid.addWidget(self.source, 0, 1, 1, 2)
        for row, name in enumerate(("radius_px", "hardness", "opacity", "flow"), 1):
            self._labels[name], self._values[name] = QLabel(), QLabel()
            slider = self.sliders[name] = CalmSlider(Qt.Orientation.Horizontal)
            slider.setRange(0, STEPS)
            slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            slider.valueChanged.connect(lambda step, changed=name: self._take(changed, step))
            self._values[name].setObjectName("quiet")
            self._values[name].setFixedWidth(58)
            grid.addWidget(self._labels[name], row, 0)
            grid.addWidget(slider, row, 1)
            grid.addWidget(self._values[name], row, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        for box in (self.erases, self.snaps, self.matches):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            column.addWidget(box)
        for pair in ((self.undo, self.redo), (self.before, self.next)):
            row_of_two = QHBoxLayout()
            for button in pair:
                row_of_two.addWidget(button, 1)
            column.addLayout(row_of_two)
        column.addWidget(line())


def radius_at(share: float) -> float:
    """The radius in pixels at a place of the slider, from 0 to 1: every step is the same factor."""
    return float(LARGEST_PX**share)


def share_of(radius_px: float) -> float:
    """The place of a radius on the slider, from 0 to 1."""
    return min(max(log(max(radius_px, 1.0)) / log(LARGEST_PX), 0.0), 1.0)
