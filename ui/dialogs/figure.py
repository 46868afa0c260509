"""What stands in a figure, with which captions, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ui import theme
from ui.dialogs.saving import labelled, number
from ui.i18n import tr
from ui.jobs.figure_job import FigureChoice, Pictured, columns_for
from ui.pictures.figure import FigureLayout, Region
from ui.preferences import FIGURE_RESOLUTIONS, FIGURE_WIDTHS
from ui.qt import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    Qt,
    QVBoxLayout,
    QWidget,
)

MOST_COLUMNS = 8


class FigureDialog(QDialog):
    """Ticks, captions, columns, width and resolution.

    Parameters
    ----------
    parent
        The window.
    offered
        The pictures that can stand in it.
    layout
        As it was chosen last.
    region
        What the view shows now, in pixels of the pictures; None where it shows all of it.
    """

    def __init__(
        self, parent: QWidget, offered: Sequence[Pictured], layout: FigureLayout, region: Region | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Figure"))
        self._offered, self._layout, self._region = offered, layout, region
        self.ticks = [QCheckBox() for _ in offered]
        self.captions = [QLineEdit(each.caption) for each in offered]
        self.columns = number(1, 1, MOST_COLUMNS)
        self.width_mm = number(round(layout.width_mm), *FIGURE_WIDTHS, " mm")
        self.dpi = number(layout.dpi, *FIGURE_RESOLUTIONS, " dpi")
        self.enlarges = QCheckBox(tr("Enlarge what the window shows now, below each picture"))
        self.enlarges.setEnabled(region is not None)
        self.enlarges.setChecked(region is not None)
        if region is None:
            self.enlarges.setToolTip(tr("Zoom into the picture first"))
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        assert save is not None
        self.save = save
        theme.mark(save, "next", True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(12)
        outer.addWidget(QLabel(tr("Pictures and their captions")))
        outer.addWidget(self._list_of_pictures(), 1)
        outer.addWidget(self.enlarges)
        outer.addLayout(self._row_of_numbers())
        outer.addWidget(buttons)
        self.resize(560, min(300 + 34 * len(offered), 620))
        self._check()

    @property
    def choice(self) -> FigureChoice:
        """What is chosen."""
        pictures = tuple(
            replace(each, caption=caption.text().strip())
            for each, tick, caption in zip(self._offered, self.ticks, self.captions, strict=True)
            if tick.isChecked()
        )
        layout = replace(
            self._layout, columns=self.columns.value(), width_mm=float(self.width_mm.value()),
            dpi=self.dpi.value(),
        )  # fmt: skip
        return FigureChoice(pictures, layout, self._region if self.enlarges.isChecked() else None)

    def _list_of_pictures(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setVerticalSpacing(5)
        for row, (each, tick, caption) in enumerate(
            zip(self._offered, self.ticks, self.captions, strict=True)
        ):
            tick.setChecked(each.is_usual)
            tick.setAccessibleName(tr("Show {caption}", caption=each.caption))
            tick.toggled.connect(self._check)
            caption.setAccessibleName(tr("Caption of {caption}", caption=each.caption))
            grid.addWidget(tick, row, 0)
            grid.addWidget(caption, row, 1)
        grid.setRowStretch(len(self._offered), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _row_of_numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, box in (
            (tr("Columns"), self.columns), (tr("Width"), self.width_mm), (tr("Resolution"), self.dpi),
        ):  # fmt: skip
            for widget in labelled(text, box):
                row.addWidget(widget)
            row.addSpacing(10)
        row.addStretch(1)
        return row

    def _check(self) -> None:
        ticked = sum(tick.isChecked() for tick in self.ticks)
        self.save.setEnabled(ticked > 0)
        self.columns.setValue(columns_for(max(ticked, 1)))
