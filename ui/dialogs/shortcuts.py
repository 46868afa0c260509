"""All keys on one page."""

from __future__ import annotations

from ui.i18n import tr
from ui.qt import QDialog, QDialogButtonBox, QGridLayout, QKeySequence, QLabel, QVBoxLayout, QWidget


class ShortcutsDialog(QDialog):
    """The keys of the menus, and those that need holding or a mouse."""

    def __init__(self, parent: QWidget, actions: list[tuple[str, QKeySequence]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard and mouse"))
        native = QKeySequence.SequenceFormat.NativeText
        rows = [(text, key.toString(native)) for text, key in actions if not key.isEmpty()]
        rows += [
            (tr("Show the sources in turn while held"), tr("Space")),
            (tr("Zoom at the cursor"), tr("Wheel")),
            (tr("Move the picture"), tr("Drag")),
            (tr("Between the whole picture and 100 %"), tr("Double click")),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(5)
        half = (len(rows) + 1) // 2
        for number, (text, key) in enumerate(rows):
            label = QLabel(key)
            label.setObjectName("strong")
            column = 0 if number < half else 2
            grid.addWidget(label, number % half, column)
            grid.addWidget(QLabel(text), number % half, column + 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 16)
        outer.setSpacing(16)
        outer.addLayout(grid)
        outer.addWidget(buttons)
