"""The command palette: type a few letters, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui import theme
from ui.dialogs.matching import fit
from ui.i18n import tr
from ui.qt import (
    QAbstractListModel,
    QColor,
    QDialog,
    QEvent,
    QKeyEvent,
    QLabel,
    QLineEdit,
    QListView,
    QModelIndex,
    QObject,
    QPainter,
    QRect,
    QSize,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
    QVBoxLayout,
    QWidget,
)

WIDTH, ROWS, ROW_HEIGHT, GAP = 620, 12, 32, 10
KEYS_OF_THE_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
FURTHER = 0.5
"""How much less a name counts that is only found with that of its menu."""
RECENT_HELP = 0.25
"""How much better what was used lately fits."""


@dataclass(frozen=True)
class PaletteItem:
    """Something that can be done.

    Attributes
    ----------
    name
        By which it is remembered.
    text, where
        What it is called, and in which menu it stands.
    names
        What it is called in each language.
    further
        The names behind those of the menu, by which it is found too, if less well.
    key
        Its shortcut.
    why_not
        Why it cannot be done now; empty where it can.
    is_ticked
        Whether it is what is chosen now.
    run
        Does it.
    """

    name: str
    text: str
    where: str
    names: tuple[str, ...]
    further: tuple[str, ...]
    key: str
    why_not: str
    is_ticked: bool
    run: Callable[[], object]


def found(items: Sequence[PaletteItem], typed: str, recent: Sequence[str]) -> list[PaletteItem]:
    """The items that fit what was typed, the best first; what was used lately comes before the rest."""
    age = {name: number for number, name in enumerate(recent)}

    def rank(item: PaletteItem) -> float:
        best = max(fit(typed, text) for text in item.names)
        best = max([best, *(FURTHER * fit(typed, text) for text in item.further)])
        lately = RECENT_HELP * (1 - age[item.name] / len(age)) if item.name in age else 0.0
        return best and best + lately

    ranks = {item.name: rank(item) for item in items}
    fitting = [item for item in items if ranks[item.name] > 0]
    return sorted(fitting, key=lambda item: -ranks[item.name])


class PaletteModel(QAbstractListModel):
    """The items that are listed."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[PaletteItem] = []

    def show(self, items: list[PaletteItem]) -> None:
        """List these."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text; for a screen reader with menu, key, and why it cannot be done."""
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.text, item.where, item.key, item.why_not) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.why_not or None
        return None

    def flags(self, _index: QModelIndex) -> Qt.ItemFlags:
        """All can be gone to, so that the reason is read; only what is possible is run."""
        return Qt.ItemFlags() | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class PaletteDelegate(QStyledItemDelegate):
    """Paints a row: a tick, the text, its menu or why not, and at the right the key."""

    def __init__(self, model: PaletteModel) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:  # noqa: N802
        return QSize(0, ROW_HEIGHT)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        if painter is None:
            return
        item, look, row = self._model.items[index.row()], theme.current(), QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, QColor(look.hover))
            painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), QColor(look.accent))
        inside = row.adjusted(GAP + 4, 0, -GAP, 0)
        across = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.setPen(QColor(look.disabled if item.why_not else look.quiet))
        painter.drawText(inside, across, item.key)
        measure = painter.fontMetrics()
        room = inside.width() - measure.horizontalAdvance(item.key) - GAP
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        mark = "✓ " if item.is_ticked else ""
        text = measure.elidedText(mark + item.text, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(look.disabled if item.why_not else look.text))
        painter.drawText(inside, left, text)
        used = measure.horizontalAdvance(text) + GAP
        rest = measure.elidedText(item.why_not or item.where, Qt.TextElideMode.ElideRight, room - used)
        if room - used > 40:
            painter.setPen(QColor(look.quiet))
            painter.drawText(inside.adjusted(used, 0, 0, 0), left, rest)
        painter.restore()


class PaletteDialog(QDialog):
    """A line to type in and the commands that fit; Enter runs the one that is marked."""

    def __init__(
        self, parent: QWidget, items: Sequence[PaletteItem], recent: Sequence[str],
        remember: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Command palette"))
        self._items, self._recent, self._remember = items, recent, remember
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Type a command, in any language…"))
        self.line.setAccessibleName(tr("Command"))
        self.line.setToolTip(tr("A few letters of a command; Up and Down choose, Enter runs it"))
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.model = PaletteModel()
        self.list = QListView()
        self.list.setObjectName("plainList")
        self.list.setAccessibleName(tr("Commands"))
        self.list.setToolTip(tr("The commands that fit what was typed; a click runs one"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(self.model))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._run)
        self._nothing = QLabel(tr("No command fits."))
        self._nothing.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        for widget in (self.line, self.list, self._nothing):
            column.addWidget(widget)
        self.setFixedSize(min(WIDTH, parent.width() - 40), ROWS * ROW_HEIGHT + 64)
        top = parent.mapToGlobal(parent.rect().topLeft())
        self.move(top.x() + (parent.width() - self.width()) // 2, top.y() + 60)
        self._search("")

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        """The keys that move in a list move in it, though the line has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in KEYS_OF_THE_LIST:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
        return False

    def _search(self, typed: str) -> None:
        self.model.show(found(self._items, typed, self._recent))
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(bool(self.model.items))
        self._nothing.setHidden(bool(self.model.items))

    def _run(self, index: QModelIndex) -> None:
        """Do what is marked; what cannot be done stays listed with its reason."""
        if not index.isValid() or self.model.items[index.row()].why_not:
            return
        item = self.model.items[index.row()]
        self.accept()
        self._remember(item.name)
        item.run()
