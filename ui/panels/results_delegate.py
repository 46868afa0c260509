"""How a result is painted in the strip: small picture, number, name, dot, method and time."""

from __future__ import annotations

from fusion import find_method
from ui import theme
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.panels.results_model import ResultsModel, seconds_of
from ui.qt import (
    QColor,
    QModelIndex,
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
)

ITEM, PICTURE = QSize(232, 56), QSize(60, 46)
GAP, DOT = 7, 9


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
