"""The sources as rows of a list: nothing is kept for a row but its small picture, once it was shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from ui.document.frame_facts import colour_numbers, shares_of_frames, sharpness_of_frames
from ui.document.likeness import misfits
from ui.document.session import Session, Source
from ui.i18n import listed, tr
from ui.i18n.messages import message
from ui.i18n.registration import flags_text
from ui.panels.source_card import Waiting, describe
from ui.pictures.gallery import Gallery
from ui.pictures.overlays import frame_colours
from ui.pictures.thumbnails import THUMBNAIL_SIDE, reduced, to_image
from ui.plain_text import plain_tooltip
from ui.qt import QAbstractListModel, QColor, QMimeData, QModelIndex, QObject, QPixmap, Qt

ROWS_MIME = "application/x-parfocal-rows"


@dataclass(frozen=True)
class Row:
    """What a row shows.

    Attributes
    ----------
    number
        Counted from 1.
    used
        Whether it takes part; None of a row that holds no source.
    sharpness, share
        0 to 1; None where it is not known.
    colour
        Of the source in the decision map; None of a row that holds no source.
    warning
        What is wrong with it, in a few words; empty where nothing is known.
    is_reference
        Whether the result has its geometry, as registering found or the user said.
    """

    number: int
    name: str
    picture: QPixmap | None = None
    used: bool | None = None
    sharpness: float | None = None
    share: float | None = None
    colour: QColor | None = None
    warning: str = ""
    is_reference: bool = False


class StackModel(QAbstractListModel):
    """A row for each slot, and for each picture that is still being read."""

    def __init__(self, session: Session, gallery: Gallery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._gallery = session, gallery
        self._slots = session.slots
        self._waiting: dict[int, Waiting] = {}
        self._count = len(self._slots)
        self._pictures: WeakKeyDictionary[Source, QPixmap] = WeakKeyDictionary()
        self._key = uuid4().bytes
        self._learn()
        session.sources_changed.connect(self.refresh)
        session.facts_changed.connect(self._show_source)
        for signal in (session.settings_changed, session.alignment_changed, session.result_changed,
                       session.preview_changed):  # fmt: skip
            signal.connect(self.repaint)

    def refresh(self) -> None:
        """Show the slots as they are now; nothing is waited for any more."""
        if self._slots != self._session.slots or self._waiting:
            self.beginResetModel()
            self._slots, self._waiting = self._session.slots, {}
            self._count = len(self._slots)
            self._learn()
            self.endResetModel()

    def expect(self, waiting: dict[int, Waiting]) -> None:
        """Show rows for pictures that are being read, by their slots."""
        self.beginResetModel()
        self._waiting = {**self._waiting, **waiting}
        self._count = max(len(self._slots), *(slot + 1 for slot in self._waiting))
        self.endResetModel()

    def show_preview(self, slot: int, waiting: Waiting) -> None:
        """The small picture of one that is being read."""
        if slot >= self._count:
            self.expect({slot: waiting})
        else:
            self._waiting[slot] = waiting
            self.dataChanged.emit(self.index(slot), self.index(slot))

    def repaint(self) -> None:
        """The same rows, of which more or less is known."""
        self._learn()
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def rowCount(self, parent: QModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else self._count

    def source(self, slot: int) -> Source | None:
        """What stands in a row; None of an empty one, and of one that is still being read."""
        if slot in self._waiting or not 0 <= slot < len(self._slots):
            return None
        return self._slots[slot]

    def row(self, slot: int) -> Row:
        """What a row shows."""
        waiting, source = self._waiting.get(slot), self.source(slot)
        if waiting is not None:
            picture = None if waiting.preview is None else pixmap_of(waiting.preview)
            return Row(slot + 1, waiting.name, picture, warning=tr("Reading…"))
        if source is None:
            return Row(slot + 1, tr("Drop a picture here, or click to open one"))
        number = self._numbers[source]
        colour = self._colours[self._colour_of.get(source, 0)]
        return Row(
            slot + 1, source.name, self._picture(source), self._session.is_used(number),
            self._sharpness[number], self._shares.get(source), QColor(*map(int, colour)),
            self._warning(source, number), number == self._reference,
        )  # fmt: skip

    def flags(self, index: QModelIndex) -> Qt.ItemFlags:
        flags = super().flags(index)
        if index.isValid() and self.source(index.row()) is not None:
            return flags | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < self._count:
            return None
        roles = Qt.ItemDataRole
        if role == roles.DisplayRole:
            return self.row(index.row()).name
        if role == roles.AccessibleTextRole:
            return spoken(self.row(index.row()))
        if role == roles.ToolTipRole:
            return self._tooltip(index.row())
        if role == roles.CheckStateRole and self.source(index.row()) is not None:
            used = self.row(index.row()).used
            return Qt.CheckState.Checked if used else Qt.CheckState.Unchecked
        return None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        """A tick: the frame takes part, or is left out."""
        number = self._session.number_of(index.row())
        if role != Qt.ItemDataRole.CheckStateRole or number is None:
            return False
        self._session.use(number, value == Qt.CheckState.Checked)
        return True

    # Dragging

    def supportedDropActions(self) -> Qt.DropActions:  # noqa: N802
        return super().supportedDropActions() | Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [ROWS_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:  # noqa: N802
        """The rows that are dragged, with a key that no list of any window has beside this one."""
        data = QMimeData()
        rows = ",".join(str(index.row()) for index in indexes)
        data.setData(ROWS_MIME, self._key + rows.encode())
        return data

    def dragged(self, data: QMimeData | None) -> list[int]:
        """The rows of this list that are dragged; none where it is anything else."""
        content = bytes(data.data(ROWS_MIME)) if data is not None and data.hasFormat(ROWS_MIME) else b""
        if not content.startswith(self._key):
            return []
        return [int(row) for row in content[len(self._key) :].split(b",") if row]

    # Inside

    def _learn(self) -> None:
        session = self._session
        found, asked = session.registration, session.registration_parameters.reference
        self._reference = asked if found is None else found.reference
        self._numbers = {source: number for number, source in enumerate(session.sources)}
        self._sharpness = sharpness_of_frames(session)
        self._misfits = misfits(session.sources)
        self._shares = shares_of_frames(session)
        count, self._colour_of = colour_numbers(session)
        self._colours = frame_colours(max(count, 2))

    def _show_source(self, source: Source) -> None:
        """More is known of one source; its sharpness may change what the others are compared with."""
        self._pictures.pop(source, None)
        if source in self._numbers:
            self._sharpness = sharpness_of_frames(self._session)
            self._misfits = misfits(self._session.sources)
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def _picture(self, source: Source) -> QPixmap | None:
        known = self._pictures.get(source)
        if known is None:
            small = self._gallery.thumbnail_of(source)
            if small is None:
                return None
            known = self._pictures[source] = QPixmap.fromImage(to_image(small))
        return known

    def _warning(self, source: Source, number: int) -> str:
        registration = self._session.registration
        if source.facts.problem:
            return tr("cannot be read")
        if source in self._misfits:
            return tr("does not fit")
        if registration is None:
            return ""
        report = registration.frames[number]
        return flags_text(report) if report.flags else ""

    def _tooltip(self, slot: int) -> str:
        row, source = self.row(slot), self.source(slot)
        if source is None:
            return plain_tooltip(row.name)
        told = [str(source.path), describe(source), *(message(note) for note in source.facts.notes)]
        told += [source.facts.problem or row.warning]
        told += [tr("Reference frame")] if row.is_reference else []
        told += [tr("Sharpness: {share} %", share=round(100 * row.sharpness))] if row.sharpness else []
        told += [tr("Share of the result: {share} %", share=percent(row.share))] if row.share else []
        return plain_tooltip("\n".join(line for line in told if line))


def pixmap_of(preview: Any) -> QPixmap:
    """A preview as small as a row shows it."""
    return QPixmap.fromImage(to_image(reduced(preview, THUMBNAIL_SIDE)))


def percent(share: float | None) -> str:
    """A share in per cent; small ones with a digit, so that those of many frames can be told apart."""
    if share is None:
        return ""
    value = 100 * share
    return f"{value:.1f}" if 0 < value < 9.95 else f"{value:.0f}"


def spoken(row: Row) -> str:
    """What a screen reader says of a row."""
    told = [f"{tr('Source {number}', number=row.number)}: {row.name}"]
    if row.used is not None:
        told.append(tr("takes part") if row.used else tr("left out"))
    if row.warning:
        told.append(row.warning)
    if row.is_reference:
        told.append(tr("Reference frame"))
    if row.sharpness is not None:
        told.append(tr("Sharpness: {share} %", share=round(100 * row.sharpness)))
    if row.share is not None:
        told.append(tr("Share of the result: {share} %", share=percent(row.share)))
    return listed(told)
