"""Questions that must be answered before the window goes on."""

from __future__ import annotations

from enum import Enum

from ui.i18n import tr
from ui.qt import QInputDialog, QMessageBox, Qt, QWidget


class Answer(Enum):
    """What the user chose."""

    SAVE = "save"
    GO_ON = "go on"
    STAY = "stay"


def ask_stop(parent: QWidget) -> Answer:
    """Closing while a job runs."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Close Parfocal?"))
    box.setText(tr("Something is still running. Stop it and close?"))
    stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Keep running"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    box.deleteLater()  # its parent would keep it as long as the window lives
    return Answer.GO_ON if box.clickedButton() is stop else Answer.STAY


def ask_unsaved(parent: QWidget) -> Answer:
    """Closing, or starting over, with a result that is in no file."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Result not saved"))
    box.setText(tr("The result has not been saved. Save it first?"))
    save = box.addButton(tr("Save as…"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    box.deleteLater()
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.GO_ON if box.clickedButton() is discard else Answer.STAY


def ask_number(parent: QWidget, title: str, text: str, low: int, high: int) -> int | None:
    """A whole number; None when cancelled."""
    number, is_given = QInputDialog.getInt(parent, title, text, low, low, high)
    return number if is_given else None


def ask_replace(parent: QWidget, name: str) -> bool:
    """Saving over a file that is there; whether to replace it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(tr("Replace the file?"))
    box.setText(tr("{name} is there already. Replace it?", name=name))
    replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is replace
