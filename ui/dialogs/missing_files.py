"""The files of a project that are not where they were: looked for in a folder, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from ui.i18n import listed, tr
from ui.paths import path_shown
from ui.qt import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    Qt,
    QVBoxLayout,
    QWidget,
)


class Missing(Enum):
    """What the user chose."""

    LOOK = "look"
    WITHOUT = "without"
    CANCEL = "cancel"


class MissingFilesDialog(QDialog):
    """Lists what is missing; one folder is asked for, in which all are looked for."""

    def __init__(self, parent: QWidget, names: Sequence[str], looked: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Files that moved"))
        self.answer = Missing.CANCEL
        column = QVBoxLayout(self)
        text = (
            tr("The project uses a file that is not where it was:") if len(names) == 1
            else tr("The project uses {count} files that are not where they were:", count=len(names))
        )  # fmt: skip
        column.addWidget(QLabel(text))
        self.list = QListWidget()
        self.list.addItems(list(names))
        self.list.setAccessibleName(text)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for row, name in enumerate(names):
            item = self.list.item(row)
            if item is not None:
                item.setToolTip(name)
        column.addWidget(self.list, 1)
        self.looked = QLabel()
        self.looked.setWordWrap(True)
        if looked:
            self.looked.setText(tr("They are not in {folders}.", folders=listed(map(str, looked))))
            column.addWidget(self.looked)
        buttons = QHBoxLayout()
        self.look = self._button(tr("Look in folder…"), Missing.LOOK)
        self.without = self._button(tr("Go on without"), Missing.WITHOUT)
        self.cancel = self._button(tr("Cancel"), Missing.CANCEL)
        self.look.setDefault(True)
        self.look.setProperty("next", True)
        buttons.addStretch(1)
        for button in (self.look, self.without, self.cancel):
            buttons.addWidget(button)
        column.addLayout(buttons)
        self.look.setFocus()
        self.resize(520, 320)

    def _button(self, text: str, answer: Missing) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda: self._take(answer))
        return button

    def _take(self, answer: Missing) -> None:
        self.answer = answer
        if answer is Missing.CANCEL:
            self.reject()
        else:
            self.accept()


def ask_missing(parent: QWidget, names: Sequence[str], looked: Sequence[Path] = ()) -> Missing:
    """What to do about files that are missing, which were looked for in these folders."""
    dialog = MissingFilesDialog(parent, names, looked)
    dialog.exec()
    dialog.deleteLater()  # its parent would keep it as long as the window lives
    return dialog.answer


def ask_folder(parent: QWidget, folder: str) -> Path | None:
    """The folder in which the files are now; None when cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Where are the files now?"), folder)
    return path_shown(name) if name else None
