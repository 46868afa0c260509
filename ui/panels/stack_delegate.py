"""How a row of the stack is painted: tick, small picture, colour, name, sharpness bar and share."""

from __future__ import annotations

from ui import theme
from ui.panels.stack_model import Row, StackModel, percent
from ui.qt import (
    QAbstractItemModel,
    QColor,
    QEvent,
    QModelIndex,
    QPainter,
    QPen,
    QPointF,
    QPolygonF,
    QRect,
    QRectF,
    QSize,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
)

ROW_HEIGHT = 40
TICK, TICK_ROOM = 14, 26
"""Side of the tick box, and the room at the left of a row in which a click ticks."""
PICTURE = QSize(48, 34)
BAR_HEIGHT, SQUARE, MARK = 5, 10, 14
GAP = 6


class StackDelegate(QStyledItemDelegate):
    """Paints rows of 40 pixels; it keeps nothing, so that 300 rows cost what those in sight do."""

    def __init__(self, model: StackModel) -> None:
        super().__init__(model)
        self._model = model
        self.viewed: int | None = None
        """The row of the frame that is looked at."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # noqa: N802
        return QSize(0, ROW_HEIGHT)

    def editorEvent(  # noqa: N802
        self, _event: QEvent | None, _model: QAbstractItemModel | None, _option: QStyleOptionViewItem,
        _index: QModelIndex,
    ) -> bool:  # fmt: skip
        """The list ticks, all selected rows at once; Qt would tick one of them."""
        return False

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:  # fmt: skip
        if painter is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        row, inside = self._model.row(index.row()), QRect(option.rect)
        self._paint_ground(painter, option, inside, index.row())
        if row.used is not None:
            paint_tick(painter, tick_box(inside), row.used)
        picture = picture_box(inside)
        if row.picture is not None:
            painter.setOpacity(0.4 if row.used is False else 1.0)
            paint_picture(painter, picture, row)
            painter.setOpacity(1.0)
        if row.is_reference:
            paint_mark(painter, picture)
        font = option.font
        font.setPixelSize(12)
        painter.setFont(font)
        left = picture.right() + GAP
        room = QRect(left, inside.top() + 3, inside.right() - 8 - left, ROW_HEIGHT - 6)
        paint_words(painter, room, row)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, inside: QRect, number: int
    ) -> None:
        chosen = theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(inside, QColor(chosen.hover))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = QColor(chosen.hover)
            ground.setAlpha(90)
            painter.fillRect(inside, ground)
        if number == self.viewed:
            edge = QRect(inside.left(), inside.top(), 3, inside.height())
            painter.fillRect(edge, QColor(chosen.accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(chosen.accent), 1))
            painter.drawRect(QRectF(inside).adjusted(0.5, 0.5, -0.5, -0.5))


def tick_box(inside: QRect) -> QRect:
    """Where the tick of a row is."""
    return QRect(inside.left() + 8, inside.center().y() - TICK // 2 + 1, TICK, TICK)


def picture_box(inside: QRect) -> QRect:
    """Where the small picture of a row is."""
    top = inside.top() + (inside.height() - PICTURE.height()) // 2
    return QRect(inside.left() + TICK_ROOM + 2, top, PICTURE.width(), PICTURE.height())


def paint_tick(painter: QPainter, box: QRect, on: bool) -> None:
    """A box, with a tick on the accent colour where it is on."""
    chosen, edge = theme.current(), QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(chosen.accent if on else chosen.quiet), 1))
    painter.setBrush(QColor(chosen.accent if on else chosen.field))
    painter.drawRoundedRect(edge, 3, 3)
    if not on:
        return
    painter.setPen(QPen(QColor(chosen.on_accent), 1.8))
    shape = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.30))
    points = [QPointF(box.left() + x * TICK, box.top() + y * TICK) for x, y in shape]
    painter.drawPolyline(QPolygonF(points))


def paint_picture(painter: QPainter, box: QRect, row: Row) -> None:
    """The small picture as large as it fits."""
    assert row.picture is not None
    size = row.picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, size.width(), size.height())
    target.moveCenter(box.center())
    painter.drawPixmap(target, row.picture)


def paint_mark(painter: QPainter, picture: QRect) -> None:
    """R in a corner of the small picture: it is of the reference frame."""
    chosen = theme.current()
    box = QRectF(picture.left() + 1, picture.bottom() - MARK, MARK, MARK)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(chosen.field))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(chosen.text))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "R")


def paint_words(painter: QPainter, room: QRect, row: Row) -> None:
    """Number and name above; below the colour, sharpness and share."""
    chosen = theme.current()
    metrics = painter.fontMetrics()
    upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
    lower = QRect(room.left(), upper.bottom() + 1, room.width(), room.height() - upper.height())
    quiet = QColor(chosen.quiet)
    painter.setPen(quiet)
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    number = f"{row.number}"
    painter.drawText(upper, left, number)
    name = upper.adjusted(metrics.horizontalAdvance(number) + GAP, 0, 0, 0)
    painter.setPen(QColor(chosen.text) if row.used is not False else quiet)
    elided = metrics.elidedText(row.name, Qt.TextElideMode.ElideMiddle, name.width())
    painter.drawText(name, left, elided)
    if row.colour is not None and (row.used is not False or row.share is not None):
        square = QRectF(lower.left(), lower.center().y() - SQUARE / 2 + 1, SQUARE, SQUARE)
        painter.setPen(QPen(quiet, 1))
        painter.setBrush(row.colour)
        painter.drawRoundedRect(square, 2, 2)
        lower = lower.adjusted(SQUARE + GAP, 0, 0, 0)
    paint_measures(painter, lower, row)


def paint_measures(painter: QPainter, room: QRect, row: Row) -> None:
    """The share at the right, and in the room that is left a bar of sharpness or a warning."""
    chosen, metrics = theme.current(), painter.fontMetrics()
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if row.share is not None:
        painter.setPen(QColor(chosen.text))
        painter.drawText(room, right, f"{percent(row.share)} %")
    if row.share is not None or not row.warning:
        room = room.adjusted(0, 0, -(metrics.horizontalAdvance("00.0 %") + GAP), 0)
    if row.warning:
        painter.setPen(QColor(chosen.warning if row.used is not None else chosen.quiet))
        elided = metrics.elidedText(row.warning, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, left, elided)
    elif row.sharpness is not None:
        bar = QRectF(room.left(), room.center().y() - BAR_HEIGHT / 2 + 1, room.width(), BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chosen.line))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(max(BAR_HEIGHT, bar.width() * min(row.sharpness, 1.0)))
        painter.setBrush(QColor(chosen.quiet))
        painter.drawRoundedRect(bar, 2, 2)
