"""The frames as rows of a table: ticked or not, what registering found, what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fusion.register.registration import FrameReport
from ui import theme
from ui.document.session import Session
from ui.i18n import listed, tr
from ui.i18n.registration import flags_text
from ui.plain_text import plain_tooltip
from ui.qt import QAbstractTableModel, QColor, QModelIndex, QObject, Qt

NAME, FOUND, NUMBERS = 0, 1, 2
"""Columns: the frame with its tick, what is wrong with it, and the first of those with numbers."""
EQUAL_GAINS = 0.005
"""Gains of the three channels that differ by less are shown as one."""


@dataclass(frozen=True)
class Column:
    """A column of numbers: its heading, what it means, and how a frame's value is written."""

    title: str
    meaning: str
    value: Callable[[FrameReport], str]


def columns() -> list[Column]:
    """The columns with numbers, in the window's language."""
    return [
        Column(tr("Shift, px"), tr("How far the picture's centre moves: right, down"), shift_text),
        Column(tr("Scale"), tr("How much larger the frame's content is than the reference's"),
               lambda frame: f"{signed(100 * (frame.scale - 1), 2)} %"),
        Column(tr("Rotation"), tr("The turn of the frame's content, counter-clockwise"),
               lambda frame: f"{signed(frame.rotation_deg, 2)}°"),
        Column(tr("Gain"), tr("The frame's light is multiplied by it: one number, or red, green, blue"),
               gain_text),
        Column(tr("Error, px"), tr("By how much registering forward and backward disagree"),
               lambda frame: f"{frame.error_px:.2f}"),
        Column(tr("Closure, px"), tr("By how much direct matches disagree with the joint solution"),
               lambda frame: f"{frame.closure_px:.2f}"),
        Column(tr("Inliers"), tr("Share of the compared windows that agree with the motion"),
               lambda frame: f"{100 * frame.inliers:.0f} %"),
        Column(tr("Sharpness"), tr("Where the frame is sharpest, against the sharpest frame"),
               lambda frame: f"{100 * frame.sharpness:.0f} %"),
    ]  # fmt: skip


def shift_text(frame: FrameReport) -> str:
    """``+12.3, -4.5``."""
    return ", ".join(signed(value, 1) for value in frame.shift_px)


def signed(value: float, digits: int) -> str:
    """With its sign, but for nothing."""
    rounded = round(value, digits)
    return f"{rounded:+.{digits}f}" if rounded else f"{0:.{digits}f}"


def gain_text(frame: FrameReport) -> str:
    """One number where the channels agree, else three."""
    gain = frame.transform.gain
    if max(gain) - min(gain) < EQUAL_GAINS:
        return f"{sum(gain) / len(gain):.2f}"
    return " ".join(f"{value:.2f}" for value in gain)


class FramesModel(QAbstractTableModel):
    """A row for each source of the session; nothing is kept, so that 200 frames cost what 2 do."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._columns = columns()
        self._sources = session.sources
        session.sources_changed.connect(self.refresh)
        session.settings_changed.connect(self.refresh)
        session.alignment_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what the session holds now."""
        if self._sources != self._session.sources:
            self.beginResetModel()
            self._sources = self._session.sources
            self.endResetModel()
        elif self._sources:
            last = self.index(len(self._sources) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def retranslate(self) -> None:
        """Write headings and rows anew."""
        self._columns = columns()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.refresh()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._sources)

    def columnCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else NUMBERS + len(self._columns)

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else flags

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        title, meaning = self._heading(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        return meaning if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number, column, roles = index.row(), index.column(), Qt.ItemDataRole
        if not 0 <= number < len(self._sources):
            return None
        if role == roles.CheckStateRole and column == NAME:
            used = self._session.is_used(number)
            return Qt.CheckState.Checked if used else Qt.CheckState.Unchecked
        if role == roles.TextAlignmentRole:
            return self._alignment(column)
        if role == roles.ForegroundRole:
            return self._colour(number)
        if role == roles.AccessibleTextRole:
            return f"{self._heading(column)[0]}: {self._text(number, column) or tr('nothing')}"
        if role == roles.DisplayRole:
            return self._text(number, column)
        if role == roles.ToolTipRole:
            return plain_tooltip(str(self._text(number, column) or ""))
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """A tick: the frame takes part, or is left out."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != NAME:
            return False
        self._session.use(index.row(), value == Qt.CheckState.Checked)
        return True

    def report(self, number: int) -> FrameReport | None:
        """What was found about a frame; None before."""
        registration = self._session.registration
        return registration.frames[number] if registration is not None else None

    def _heading(self, section: int) -> tuple[str, str]:
        if section == NAME:
            return tr("Frame"), tr("Ticked frames take part; the others are left out")
        if section == FOUND:
            return tr("What was found"), tr("What is wrong with the frame, if anything is")
        column = self._columns[section - NUMBERS]
        return column.title, column.meaning

    def _text(self, number: int, column: int) -> str:
        if column == NAME:
            return f"{number + 1}   {self._sources[number].name}"
        report, registration = self.report(number), self._session.registration
        if report is None or registration is None:
            return ""
        if column >= NUMBERS:
            return self._columns[column - NUMBERS].value(report)
        told = [tr("reference")] if number == registration.reference else []
        if report.flags:
            told.append(flags_text(report))
        return listed(told)

    def _colour(self, number: int) -> QColor | None:
        """That of a warning for what is flagged, pale for what is left out."""
        report = self.report(number)
        if report is not None and report.flags:
            return QColor(theme.current().warning)
        return None if self._session.is_used(number) else QColor(theme.current().quiet)

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if column >= NUMBERS else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
