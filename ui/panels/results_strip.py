"""The strip of results below the picture: every result with its small picture, one list for all."""

from __future__ import annotations

from ui import theme
from ui.canvas.viewport import Viewport
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.i18n import tr
from ui.panels.results_delegate import ITEM, ResultsDelegate
from ui.panels.results_model import ResultsModel
from ui.pictures.gallery import Gallery
from ui.qt import (
    QAbstractItemView,
    QColor,
    QContextMenuEvent,
    QEvent,
    QItemSelectionModel,
    QKeyEvent,
    QListView,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRect,
    Qt,
    Signal,
)

FEWEST = 2
"""One result needs no strip."""
HEIGHT, MORE = 66, 18
"""Of the strip, and the width of the arrow at an end beyond which there are more results."""
LEFT_TO_OTHERS = (Qt.Key.Key_Space,)
"""The viewer peeks with it."""


class ResultsStrip(QListView):
    """One row of results. It asks for everything but another name."""

    show_wanted = Signal(object)
    save_wanted = Signal(object)
    remove_wanted = Signal(object)
    menu_wanted = Signal(object)
    """A point of the screen, for what can be done with the results that are selected."""

    def __init__(self, session: Session, gallery: Gallery, viewport: Viewport) -> None:
        super().__init__()
        self._session, self._viewport = session, viewport
        self._scrolled = False
        self.results = ResultsModel(session, gallery, self)
        self.setObjectName("results")
        self.setModel(self.results)
        self.setItemDelegate(ResultsDelegate(session, self.results))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFixedHeight(HEIGHT)
        self.hide()
        self.results.modelReset.connect(self._take_results)
        bar, inside = self.horizontalScrollBar(), self.viewport()
        if bar is not None and inside is not None:
            bar.valueChanged.connect(lambda _value: inside.update())
        session.result_changed.connect(self._mark_shown)
        session.results.changed.connect(self._mark_shown)
        self.retranslate()

    @property
    def chosen(self) -> list[KeptResult]:
        """The results that are selected, in order."""
        return [self.results.kept(row) for row in sorted({i.row() for i in self.selectedIndexes()})]

    @property
    def current(self) -> KeptResult | None:
        """The result that has the focus."""
        row = self.currentIndex().row()
        return self.results.kept(row) if row >= 0 else None

    def choose(self, rows: list[int]) -> None:
        """Select these and no other."""
        self.clearSelection()
        for row in rows:
            index, flags = self.results.index(row), QItemSelectionModel.SelectionFlag.Select
            self._selected().select(index, flags)

    def rename(self, kept: KeptResult) -> None:
        """Let the user type another name."""
        index = self.results.index(self.results.row_of(kept))
        self.setCurrentIndex(index)
        if self.state() != QAbstractItemView.State.EditingState:  # it is being typed already
            self.edit(index)

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Results"))
        self.setToolTip(tr("Every result of this session; a click shows one"))
        self.setAccessibleDescription(
            tr("Enter shows a result, F2 gives it another name, Delete takes it out")
        )
        self.results.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is None:
            return
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() in LEFT_TO_OTHERS:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_plain:
            self._show_current()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(self.chosen)
        else:
            before = self.currentIndex().row()
            super().keyPressEvent(event)
            if is_plain and self.currentIndex().row() != before:
                self._show_current()

    def keyboardSearch(self, _text: str | None) -> None:  # noqa: N802
        """Letters choose views; they look for no result."""

    def mousePressEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        """A click on an arrow goes on to what is beyond the end."""
        if event is not None and not self._scroll_at(event.pos().x()):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        scrolled, self._scrolled = self._scrolled, False
        if event is None or event.button() != Qt.MouseButton.LeftButton or scrolled:
            return
        row = self.indexAt(event.pos()).row()
        if row >= 0 and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.show_wanted.emit(self.results.kept(row))

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:  # noqa: N802
        if event is None or not self.chosen:
            return
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(at)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802
        """The items, and at an end beyond which there are more an arrow."""
        super().paintEvent(event)
        bar, inside = self.horizontalScrollBar(), self.viewport()
        if bar is None or inside is None:
            return
        painter, chosen = QPainter(inside), theme.current()
        left = QRect(0, 0, MORE, inside.height())
        right = QRect(inside.width() - MORE, 0, MORE, inside.height())
        for has_more, box, arrow in (
            (bar.value() > bar.minimum(), left, "‹"), (bar.value() < bar.maximum(), right, "›"),
        ):  # fmt: skip
            if has_more:
                painter.fillRect(box, QColor(chosen.panel))
                painter.setPen(QColor(chosen.text))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), arrow)
        painter.end()

    def _scroll_at(self, x: int) -> bool:
        """Scroll by an item where there is an arrow; whether there was one."""
        bar, inside = self.horizontalScrollBar(), self.viewport()
        if bar is None or inside is None:
            return False
        back = x < MORE and bar.value() > bar.minimum()
        on = x >= inside.width() - MORE and bar.value() < bar.maximum()
        if back or on:
            bar.setValue(bar.value() + (ITEM.width() if on else -ITEM.width()))
        self._scrolled = back or on
        return self._scrolled

    def _show_current(self) -> None:
        if self.current is not None:
            self.show_wanted.emit(self.current)

    def _take_results(self) -> None:
        """The strip comes with the second result and goes with it; the picture stays where it is."""
        on = len(self._session.results) >= FEWEST
        if on != self.isHidden():
            return
        room = round(HEIGHT * self.devicePixelRatioF())
        self._viewport.cover(room if on else -room)
        self.setVisible(on)
        above = self.parentWidget()
        layout = above.layout() if above is not None else None
        if layout is not None:
            layout.activate()

    def _mark_shown(self) -> None:
        """The result that is shown has the focus of the strip, unless several are selected."""
        row = self.results.row_of(self._session.results.shown)
        if row >= 0 and row != self.currentIndex().row() and len(self.chosen) < 2:
            index = self.results.index(row)
            self._selected().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self.scrollTo(index)

    def _selected(self) -> QItemSelectionModel:
        selection = self.selectionModel()
        assert selection is not None
        return selection
