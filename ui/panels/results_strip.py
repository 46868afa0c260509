"""The strip of results below the picture: every result with its small picture, one list for all."""

from __future__ import annotations

from fusion import find_method
from ui import theme
from ui.canvas.viewport import Viewport
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.panels.results_model import ResultsModel, seconds_of
from ui.pictures.gallery import Gallery
from ui.qt import (
    QAbstractItemView,
    QColor,
    QContextMenuEvent,
    QEvent,
    QItemSelectionModel,
    QKeyEvent,
    QListView,
    QModelIndex,
    QMouseEvent,
    QPainter,
    QPen,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
    QWidget,
    Signal,
)

FEWEST = 2
"""One result needs no strip."""
HEIGHT, ITEM, PICTURE = 66, QSize(232, 56), QSize(60, 46)
GAP, DOT = 7, 9
LEFT_TO_OTHERS = (Qt.Key.Key_Space,)
"""The viewer peeks with it."""


class ResultsDelegate(QStyledItemDelegate):
    """Paints items of one size: picture, number, name, a dot while it is not saved, method and time."""

    def __init__(self, session: Session, model: ResultsModel) -> None:
        super().__init__(model)
        self._session, self._model = session, model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # noqa: N802
        return ITEM

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget | None, option: QStyleOptionViewItem, _index: QModelIndex
    ) -> None:
        """The name is typed where it stands."""
        if editor is not None:
            editor.setGeometry(words_box(QRect(option.rect)).adjusted(-4, 0, 0, 0))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:  # fmt: skip
        if painter is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inside, kept = QRect(option.rect).adjusted(2, 2, -2, -2), self._model.kept(index.row())
        self._paint_ground(painter, option, inside, kept)
        self._paint_picture(painter, inside, kept)
        self._paint_words(painter, option, inside, kept, index.row() + 1)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, kept: KeptResult
    ) -> None:
        chosen, state = theme.current(), QStyle.StateFlag
        is_chosen = bool(option.state & state.State_Selected)
        ground = QColor(chosen.hover if is_chosen else chosen.field)
        if option.state & state.State_MouseOver and not is_chosen:
            ground = QColor(chosen.raised)
        is_shown = kept is self._session.results.shown
        painter.setPen(QPen(QColor(chosen.accent if is_shown else chosen.line), 2 if is_shown else 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(inside).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if option.state & state.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(chosen.text), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(inside).adjusted(3.5, 3.5, -3.5, -3.5), 3, 3)

    def _paint_picture(self, painter: QPainter, inside: QRect, kept: KeptResult) -> None:
        picture = self._model.picture(kept)
        if picture is None:
            return
        size = picture.size().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(0, 0, size.width(), size.height())
        target.moveCenter(QPoint(inside.left() + 5 + PICTURE.width() // 2, inside.center().y()))
        painter.drawPixmap(target, picture)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, kept: KeptResult,
        number: int,
    ) -> None:  # fmt: skip
        """Number, name and dot above; below what made it, how long that took, and what was done."""
        chosen, room = theme.current(), words_box(inside)
        font = option.font
        font.setPixelSize(12)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() // 2)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if kept.saved_as is None:
            middle = QPointF(upper.right() - DOT / 2, upper.center().y() + 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(chosen.warning))
            painter.drawEllipse(middle, DOT / 2 - 1, DOT / 2 - 1)
            upper = upper.adjusted(0, 0, -DOT - 4, 0)
        painter.setPen(QColor(chosen.quiet))
        painter.drawText(upper, left, f"{number}")
        upper = upper.adjusted(metrics.horizontalAdvance(f"{number}") + GAP, 0, 0, 0)
        painter.setPen(QColor(chosen.text))
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(upper, left, metrics.elidedText(kept.name, mode, upper.width()))
        painter.setPen(QColor(chosen.quiet))
        below = metrics.elidedText(second_line(kept), mode, lower.width())
        painter.drawText(lower, left, below)


def words_box(inside: QRect) -> QRect:
    """Where the words of an item are."""
    left = inside.left() + PICTURE.width() + 5 + GAP
    return QRect(left, inside.top() + 5, inside.right() - 6 - left, inside.height() - 10)


def second_line(kept: KeptResult) -> str:
    """How long it took and what is special about it; its method where the name does not say it."""
    title = fusion_text(find_method(kept.method).title)
    told = [] if kept.name.startswith(title) else [title]
    told.append(seconds_of(kept))
    if kept.second_of is not None:
        told.insert(0, tr("second opinion"))
    if kept.is_retouched:
        told.insert(0, tr("retouched"))
    return " · ".join(told)


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
        self.edit(index)

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Results"))
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

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        if event is None or event.button() != Qt.MouseButton.LeftButton:
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
