"""The results as the items of a strip: nothing is kept for one but its small picture."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from fusion import find_method
from ui.document.results import KeptResult, state_of
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.pictures.gallery import Gallery
from ui.pictures.thumbnails import thumbnail_of, to_image
from ui.plain_text import plain_tooltip
from ui.qt import QAbstractListModel, QModelIndex, QObject, QPixmap, Qt

KEYS = 9
"""So many results have a key: Ctrl+1 to Ctrl+9."""


class ResultsModel(QAbstractListModel):
    """An item for each result of the session."""

    def __init__(self, session: Session, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._gallery = session, gallery
        self._kept: tuple[KeptResult, ...] = ()
        self._pictures: WeakKeyDictionary[KeptResult, QPixmap] = WeakKeyDictionary()
        session.results.changed.connect(self.refresh)
        session.result_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the results as they are now."""
        now = tuple(self._session.results)
        if now != self._kept:
            self.beginResetModel()
            self._kept = now
            self.endResetModel()
        elif now:
            self.dataChanged.emit(self.index(0), self.index(len(now) - 1))

    def repaint_shown(self) -> None:
        """Strokes changed the picture of the result that is shown."""
        shown = self._session.results.shown
        if shown is not None:
            self._pictures.pop(shown, None)
            self.refresh()

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._kept)

    def kept(self, row: int) -> KeptResult:
        """The result of an item."""
        return self._kept[row]

    def row_of(self, kept: KeptResult | None) -> int:
        """The item of a result; -1 where there is none."""
        return next((row for row, each in enumerate(self._kept) if each is kept), -1)

    def picture(self, kept: KeptResult) -> QPixmap | None:
        """Its small picture; None as long as it was never made."""
        found = self._pictures.get(kept)
        if found is None and not kept.in_files:
            small = thumbnail_of(self._gallery.of_result(kept.fused).picture)
            found = self._pictures[kept] = QPixmap.fromImage(to_image(small))
        return found

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._kept):
            return None
        kept, roles = self._kept[index.row()], Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.EditRole):
            return kept.name
        if role == roles.AccessibleTextRole:
            return f"{kept.name}, {facts_of(kept)}, {state_of(kept)}"
        if role == roles.ToolTipRole:
            return plain_tooltip(self._tooltip(index.row()))
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """Another name."""
        if role != Qt.ItemDataRole.EditRole or not 0 <= index.row() < len(self._kept):
            return False
        self._session.results.rename(self._kept[index.row()], str(value))
        return True

    def _tooltip(self, row: int) -> str:
        kept = self._kept[row]
        key = f" (Ctrl+{row + 1})" if row < KEYS else ""
        state = state_of(kept)
        lines = [f"{kept.name}{key}", facts_of(kept), state[:1].upper() + state[1:]]
        if kept.in_files:
            lines.append(tr("Not looked at for long: its pixels are in a scratch file."))
        return "\n".join(lines)


def facts_of(kept: KeptResult) -> str:
    """Method and time of a result."""
    title = fusion_text(find_method(kept.method).title)
    return f"{title}, {seconds_of(kept)}"


def seconds_of(kept: KeptResult) -> str:
    """How long it took, with the digits that matter."""
    seconds = kept.seconds
    return tr("{seconds} s", seconds=f"{seconds:.1f}" if seconds < 100 else f"{seconds:.0f}")
