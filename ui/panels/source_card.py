"""One slot: a preview with its name, or an invitation to drop a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ui import theme
from ui.document.fused import Source
from ui.i18n import tr
from ui.i18n.messages import message
from ui.paths import path_of_url
from ui.pictures.overlays import frame_colours
from ui.pictures.pyramid import Array, Pyramid
from ui.pictures.thumbnails import to_image
from ui.plain_text import plain_tooltip
from ui.qt import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFontMetrics,
    QFrame,
    QHBoxLayout,
    QIcon,
    QKeyEvent,
    QLabel,
    QMenu,
    QMimeData,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QSize,
    QSizePolicy,
    Qt,
    QToolButton,
    QVBoxLayout,
    Signal,
)

SLOT_MIME = "application/x-parfocal-slot"
PREVIEW_HEIGHT = 104
DRAG_DISTANCE = 12
MOVES = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
"""By how many slots a card moves, with Alt."""


def dropped_files(data: QMimeData | None) -> list[Path]:
    """The local files that are being dragged."""
    if data is None or not data.hasUrls():
        return []
    return [path_of_url(url) for url in data.urls() if url.isLocalFile()]


@dataclass(frozen=True, eq=False)
class Waiting:
    """A picture that is still being read: its file's name, and the preview that the file holds."""

    name: str
    preview: Array | None = None


@dataclass(frozen=True)
class Place:
    """The slot of a card, what it is called, how many there are, and whether it stands for a role."""

    slot: int
    title: str
    count: int
    has_role: bool = False


class SourceCard(QFrame):
    """A slot. It asks; the panel acts."""

    looked_at = Signal(int)
    open_wanted = Signal(int)
    remove_wanted = Signal(int)
    move_wanted = Signal(int, int)
    """The slot to take a picture from, and the one to put it into."""
    files_dropped = Signal(int, list)

    def __init__(
        self, place: Place, source: Source | None, picture: Pyramid | None = None,
        waiting: Waiting | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.slot = place.slot
        self._place = place
        self.source = source
        self._key = uuid4().bytes
        self._pressed: QMouseEvent | None = None
        self._pixmap = QPixmap()
        self._full_name = source.name if source else waiting.name if waiting else ""
        self.setObjectName("card" if source or waiting else "empty")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if source is not None and picture is not None:
            self._lay_out_source(source, picture)
        elif waiting is not None:
            self._lay_out_picture(waiting.preview, QLabel(tr("Reading…")))
            self.setAccessibleName(f"{waiting.name}: {tr('Reading…')}")
        else:
            self._lay_out_empty()

    def mark_viewed(self, viewed: bool) -> None:
        """Outline the card whose picture is being looked at."""
        theme.mark(self, "viewed", viewed)

    def warn(self, text: str) -> None:
        """Say in a few words what is wrong with the picture."""
        label, column = QLabel(text), self.layout()
        label.setObjectName("misfit")
        if column is not None:
            column.addWidget(label)
        self.setAccessibleName(f"{self.accessibleName()}, {text}")

    def _lay_out_empty(self) -> None:
        title = QLabel(self._place.title)
        title.setObjectName("strong")
        hint = QLabel(tr("Drop a picture here, or click to open one"))
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        picture = QLabel()
        picture.setPixmap(theme.themed_icon("picture").pixmap(28, 28, QIcon.Mode.Disabled))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 18, 12, 18)
        column.setSpacing(5)
        for label in (picture, title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.setToolTip(tr("Open a picture into this slot"))
        self.setAccessibleName(f"{title.text()}: {hint.text()}")

    def _lay_out_source(self, source: Source, picture: Pyramid) -> None:
        small = (level for level in picture.levels if max(level.shape[:2]) <= 600)
        level = next(small, picture.levels[-1])
        self._lay_out_picture(level, QLabel(describe(source)), self._title_row())
        notes = [message(note) for note in source.facts.notes]
        keys = tr("Click to look at it; drag or Alt and an arrow key to change the order")
        self.setToolTip(plain_tooltip("\n".join([str(source.path), *notes, keys])))
        self.setAccessibleName(f"{self._place.title}: {source.name}")

    def _lay_out_picture(
        self, pixels: Array | None, facts: QLabel, row: QHBoxLayout | None = None
    ) -> None:
        self._preview = QLabel()
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setFixedHeight(PREVIEW_HEIGHT)
        self._preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if pixels is not None:
            self._pixmap = QPixmap.fromImage(to_image(pixels))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self._preview)
        if row is not None:
            column.addLayout(row)
        self._name = QLabel()  # what a label shows is its least width: a card must grow narrower again
        for label in (self._name, facts):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self._name)
        facts.setObjectName("quiet")
        column.addWidget(facts)

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        title = QLabel(self._place.title)
        title.setObjectName("strong")
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if not self._place.has_role:  # which no decision map shows
            row.addWidget(self._colour_square())
            row.addSpacing(3)
        row.addWidget(title, 1)
        if self._place.count > 1 and not self._place.has_role:
            up = self._button("up", tr("Move up"), lambda: self._ask_move(-1))
            down = self._button("down", tr("Move down"), lambda: self._ask_move(1))
            up.setEnabled(self.slot > 0)
            down.setEnabled(self.slot < self._place.count - 1)
            row.addWidget(up)
            row.addWidget(down)
        row.addWidget(self._button(
            "replace", tr("Replace by another picture…"), lambda: self.open_wanted.emit(self.slot)
        ))  # fmt: skip
        row.addWidget(self._button("remove", tr("Remove"), lambda: self.remove_wanted.emit(self.slot)))
        return row

    def _colour_square(self) -> QFrame:
        """The colour of the source in the decision map."""
        square = QFrame()
        square.setFixedSize(12, 12)
        r, g, b = (int(v) for v in frame_colours(max(self._place.count, 2))[self.slot])
        edge = theme.current().quiet  # the darkest colours of a stack are hardly seen on a dark card
        square.setStyleSheet(
            f"background: rgb({r}, {g}, {b}); border: 1px solid {edge}; border-radius: 2px;"
        )
        square.setToolTip(tr("The colour of this source in the decision map"))
        return square

    def _ask_move(self, by: int) -> None:
        self.move_wanted.emit(self.slot, self.slot + by)

    def _button(self, icon_name: str, hint: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setProperty("flat", True)
        button.setIcon(theme.themed_icon(icon_name))
        button.setIconSize(QSize(14, 14))
        button.setFixedSize(22, 22)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the card is one stop, with keys and a menu
        button.setToolTip(hint)
        button.setAccessibleName(f"{hint}: {self._place.title}")
        button.clicked.connect(act)
        return button

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._pixmap.isNull():
            return
        room = self.width() - 14
        ratio = self.devicePixelRatioF()
        scaled = self._pixmap.scaled(
            round(room * ratio), round(PREVIEW_HEIGHT * ratio), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        scaled.setDevicePixelRatio(ratio)
        self._preview.setPixmap(scaled)
        metrics = QFontMetrics(self._name.font())
        self._name.setText(
            metrics.elidedText(self._full_name, Qt.TextElideMode.ElideMiddle, room)
        )

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = QMouseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if event is None or self._pressed is None or self.source is None:
            return
        if (event.pos() - self._pressed.pos()).manhattanLength() > DRAG_DISTANCE:
            self._pressed = None
            drag = QDrag(self.window())  # the card may go while it is dragged, if the sources change
            drag.setMimeData(self.carried_data())
            drag.setPixmap(self._preview.grab())
            drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        if self._pressed is not None and event is not None and self.rect().contains(event.pos()):
            self._act()
        self._pressed = None

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        elif event.key() == Qt.Key.Key_Delete and self.source is not None:
            self.remove_wanted.emit(self.slot)
        elif event.key() in MOVES and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._ask_move(MOVES[event.key()])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802
        """What the buttons do, for the keyboard's menu key and the right button."""
        if event is None or self.source is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, possible, act in (
            (tr("Move up"), self.slot > 0, lambda: self._ask_move(-1)),
            (tr("Move down"), self.slot < self._place.count - 1, lambda: self._ask_move(1)),
            (tr("Replace by another picture…"), True, lambda: self.open_wanted.emit(self.slot)),
            (tr("Remove"), True, lambda: self.remove_wanted.emit(self.slot)),
        ):
            action = menu.addAction(text)
            assert action is not None
            action.setEnabled(possible)
            action.triggered.connect(act)
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802
        if event is not None and (
            self._carried(event.mimeData()) or dropped_files(event.mimeData())
        ):
            event.acceptProposedAction()
            self._mark_drop(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent | None) -> None:  # noqa: N802
        self._mark_drop(False)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802
        self._mark_drop(False)
        if event is None:
            return
        card, paths = self._carried(event.mimeData()), dropped_files(event.mimeData())
        if card is not None:
            event.acceptProposedAction()
            self.move_wanted.emit(card.slot, self.slot)
        elif paths:
            event.acceptProposedAction()
            self.files_dropped.emit(self.slot, paths)

    def carried_data(self) -> QMimeData:
        """What is dragged with this card: its key, which no card of any window has beside it.

        The number of its slot would say nothing in another window, or once the list has changed.
        """
        data = QMimeData()
        data.setData(SLOT_MIME, self._key)
        return data

    def _carried(self, data: QMimeData | None) -> SourceCard | None:
        """The card that is dragged here, if it stands in the same list still."""
        column = self.parentWidget()
        if data is None or column is None or not data.hasFormat(SLOT_MIME):
            return None
        key = bytes(data.data(SLOT_MIME))
        cards = [card for card in column.findChildren(SourceCard) if not card.isHidden()]
        return next((card for card in cards if card._key == key and card.source), None)

    def _act(self) -> None:
        if self.source is None and self.objectName() == "empty":
            self.open_wanted.emit(self.slot)
        elif self.source is not None:
            self.looked_at.emit(self.slot)

    def _mark_drop(self, on: bool) -> None:
        theme.mark(self, "drop", on)


def describe(source: Source) -> str:
    """Size, depth and colour in a few words."""
    facts = source.facts
    names = {"uint8": tr("8-bit"), "uint16": tr("16-bit"), "float32": tr("float")}
    told = [] if facts.width is None else [f"{facts.width} × {facts.height}"]
    if facts.kind:
        told += [names[facts.kind], tr("grey") if facts.is_grey else tr("colour")]
    return " · ".join(told)
