"""What is shown while files are dragged over the window: where they can be dropped, and what for."""

from __future__ import annotations

from ui import theme
from ui.i18n import tr
from ui.qt import QFrame, QHBoxLayout, QLabel, QPoint, Qt, QWidget


class DropHint(QFrame):
    """One place to drop; where a stack is there already two: begin a new one, or add to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("dropGround")
        self._anew, self._add = QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.setSpacing(12)
        for label in (self._anew, self._add):
            label.setObjectName("dropHint")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            row.addWidget(label, 1)
        self.hide()

    def ask_for(self, sources: int) -> None:
        """Show what dropping does where so many sources fill the list; 0 where there is room."""
        self._add.setVisible(sources > 0)
        self._anew.setText(tr("Begin a new stack") if sources else tr("Drop pictures or a folder here"))
        self._add.setText(
            tr("Add to the source") if sources == 1
            else tr("Add to the {count} sources", count=sources)
        )  # fmt: skip
        self.show()
        self.raise_()

    def adds_at(self, point: QPoint) -> bool:
        """Whether a drop here (in the hint's own coordinates) adds; marks the place."""
        adds = not self._add.isHidden() and self._add.geometry().contains(point)
        theme.mark(self._add, "over", adds)
        theme.mark(self._anew, "over", not adds and self._anew.geometry().contains(point))
        return adds
