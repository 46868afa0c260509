"""The stack as a list: rows are chosen, ticked, moved, taken out, looked at, by mouse and keyboard."""

from __future__ import annotations

from ui.document.session import Session, Source
from ui.i18n import tr
from ui.panels.stack_delegate import TICK_ROOM, StackDelegate
from ui.panels.stack_model import StackModel
from ui.qt import (
    QAbstractItemView,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyEvent,
    QListView,
    QMenu,
    QMouseEvent,
    QPoint,
    Qt,
    Signal,
)

MOVES = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
LEFT_TO_OTHERS = (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right)
"""The viewer peeks and steps with these."""


class StackList(QListView):
    """Rows of one height and no widget a frame. It asks the session for every change."""

    open_wanted = Signal(object)
    """The slot to open a picture into."""
    compare_wanted = Signal(list)
    """Sources to be shown side by side."""
    looked_at = Signal(int)
    chosen_changed = Signal(list)
    """The sources that are selected now."""

    def __init__(self, session: Session, model: StackModel) -> None:
        super().__init__()
        self._session, self._model = session, model
        self._chosen: list[Source] = []
        self._current: Source | None = None
        self.rows = StackDelegate(model)
        self.setObjectName("stack")
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._choose_again)
        self._selected().selectionChanged.connect(self._emit_chosen)
        self.retranslate()

    def _emit_chosen(self) -> None:
        sources = (self._model.source(row) for row in self.chosen)
        self.chosen_changed.emit([source for source in sources if source is not None])

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Sources"))
        self.setToolTip(tr("The frames: a click shows one, its box leaves it out, dragging moves it"))

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @property
    def chosen(self) -> list[int]:
        """The slots that are selected and hold a source, in order."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [row for row in rows if self._model.source(row) is not None]

    def choose(self, slots: list[int]) -> None:
        """Select these rows and no other."""
        selection = QItemSelection()
        for slot in slots:
            selection.select(self._model.index(slot), self._model.index(slot))
        self._selected().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def mark_viewed(self, slot: int | None) -> None:
        """Mark the row of the frame that is looked at, and bring it into sight; None marks none."""
        self.rows.viewed = slot
        if slot is not None:
            index = self._model.index(slot)
            if not self._is_pressed():
                self.scrollTo(index)
            if index != self.currentIndex() and len(self.chosen) < 2:
                self._selected().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
        self._repaint()

    def remove_chosen(self) -> None:
        """Take the selected sources out."""
        self._session.remove_all(self.chosen)

    def tick_chosen(self, used: bool) -> None:
        """Take the selected frames in, or leave them out."""
        self._session.use_all(self._numbers(self.chosen), used)

    def move_chosen(self, by: int) -> None:
        """Move the selected sources up or down, in one block."""
        rows = self.chosen
        if rows:
            to = rows[0] - 1 if by < 0 else rows[-1] + 2
            self._session.move_all(rows, max(to, 0))

    # Events

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        if event.key() in LEFT_TO_OTHERS:
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_chosen()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act_on_current()
        elif event.key() in MOVES and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.move_chosen(MOVES[event.key()])
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
                               Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):  # fmt: skip
                self._look(self.currentIndex().row())

    def keyboardSearch(self, _text: str | None) -> None:  # noqa: N802
        """Letters choose views; they look for no row."""

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """A click on the tick box ticks, all selected rows where it is on one of them."""
        if event is None:
            return
        slot = self.indexAt(event.pos()).row()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and event.pos().x() < TICK_ROOM and self._model.source(slot) is not None:
            used = not self._model.row(slot).used
            rows = self.chosen if slot in self.chosen else [slot]
            self._session.use_all(self._numbers(rows), used)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.pos().x() >= TICK_ROOM and len(self.chosen) < 2:
            self._act(self.indexAt(event.pos()).row())

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802
        if event is None or not self.chosen:
            return
        menu = self.make_menu()
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport_point(self.visualRect(self.currentIndex()).center())
        menu.popup(at)

    def make_menu(self) -> QMenu:
        """What can be done with the selected rows."""
        rows, menu = self.chosen, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        session, last = self._session, len(self._session.slots)
        sources = [source for row in rows if (source := self._model.source(row)) is not None]
        for text, possible, act in (
            (tr("Take in"), True, lambda: self.tick_chosen(True)),
            (tr("Leave out"), True, lambda: self.tick_chosen(False)),
            (tr("Compare side by side"), 1 < len(rows) < 5, lambda: self.compare_wanted.emit(sources)),
            (tr("Move to the top"), True, lambda: session.move_all(rows, 0)),
            (tr("Move up"), True, lambda: self.move_chosen(-1)),
            (tr("Move down"), True, lambda: self.move_chosen(1)),
            (tr("Move to the end"), True, lambda: session.move_all(rows, last)),
            (tr("Replace by another picture…"), len(rows) == 1, lambda: self.open_wanted.emit(rows[0])),
            (tr("Remove"), True, self.remove_chosen),
        ):
            action = menu.addAction(text)
            assert action is not None
            action.setEnabled(possible)
            action.triggered.connect(act)
        return menu

    def viewport_point(self, point: QPoint) -> QPoint:
        """A point of the rows on the screen."""
        viewport = self.viewport()
        return viewport.mapToGlobal(point) if viewport is not None else point

    # Dragging: rows move in this list; everything else is left to the window

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802
        if event is not None and self._model.dragged(event.mimeData()):
            super().dragEnterEvent(event)
        elif event is not None:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802
        if event is not None and self._model.dragged(event.mimeData()):
            super().dragMoveEvent(event)
            event.accept()
        elif event is not None:
            event.ignore()

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        rows = self._model.dragged(event.mimeData())
        if not rows:
            event.ignore()
            return
        index = self.indexAt(event.pos())
        to = len(self._session.slots)
        if index.isValid():
            to = index.row() + (event.pos().y() > self.visualRect(index).center().y())
        event.setDropAction(Qt.DropAction.CopyAction)  # the session moves; the view must not remove
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self._session.move_all(rows, to)
        self._repaint()

    # Inside

    def _act_on_current(self) -> None:
        """Return ticks the selected rows, or opens a picture into an empty one."""
        rows = self.chosen
        if not rows:
            self._act(self.currentIndex().row())
            return
        self.tick_chosen(not all(self._model.row(row).used for row in rows))

    def _act(self, slot: int) -> None:
        if 0 <= slot < len(self._session.slots) and self._session.slots[slot] is None:
            self.open_wanted.emit(slot)
        else:
            self._look(slot)

    def _look(self, slot: int) -> None:
        if self._model.source(slot) is not None:
            self.looked_at.emit(slot)

    def _numbers(self, slots: list[int]) -> list[int]:
        return [n for slot in slots if (n := self._session.number_of(slot)) is not None]

    def _remember(self) -> None:
        """The rows are about to change; what is selected stays selected."""
        self._chosen = [s for row in self.chosen if (s := self._model.source(row)) is not None]
        self._current = self._model.source(self.currentIndex().row())

    def _choose_again(self) -> None:
        places = {source: slot for slot, source in enumerate(self._session.slots) if source}
        rows = [places[source] for source in self._chosen if source in places]
        current = places.get(self._current) if self._current is not None else None
        self._chosen, self._current = [], None
        if current is not None:
            flags = QItemSelectionModel.SelectionFlag.NoUpdate
            self._selected().setCurrentIndex(self._model.index(current), flags)
        self.choose(rows)

    def _selected(self) -> QItemSelectionModel:
        selection = self.selectionModel()
        assert selection is not None
        return selection

    def _is_pressed(self) -> bool:
        return self.state() == QAbstractItemView.State.DragSelectingState

    def _repaint(self) -> None:
        viewport = self.viewport()
        if viewport is not None:
            viewport.update()
