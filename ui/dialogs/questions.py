"""Questions that must be answered before the window goes on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ui.i18n import tr
from ui.qt import QInputDialog, QMessageBox, Qt, QWidget

MOST_NAMED = 8
"""So many files are named in a question."""


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


def ask_unsaved(parent: QWidget, count: int = 1) -> Answer:
    """Closing, or starting over, with results that are in no file."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Result not saved"))
    box.setText(tr("The result has not been saved. Save it first?"))
    save_text = tr("Save as…")
    if count > 1:
        box.setWindowTitle(tr("Results not saved"))
        box.setText(tr("{count} results are not saved. Save them first?", count=count))
        save_text = tr("Save all…")
    save = box.addButton(save_text, QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    box.deleteLater()
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.GO_ON if box.clickedButton() is discard else Answer.STAY


def ask_remove(parent: QWidget, count: int) -> bool:
    """Taking results out that are in no file; whether to do it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Take out?"))
    text = tr("This result is in no file, and cannot be brought back. Take it out?")
    if count > 1:
        text = tr("{count} results are in no file, and cannot be brought back. Take them out?",
                  count=count)  # fmt: skip
    box.setText(text)
    remove = box.addButton(tr("Take out"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is remove


def ask_number(parent: QWidget, title: str, text: str, low: int, high: int) -> int | None:
    """A whole number; None when cancelled."""
    number, is_given = QInputDialog.getInt(parent, title, text, low, low, high)
    return number if is_given else None


def ask_replace(parent: QWidget, name: str) -> bool:
    """Saving over a file that is there; whether to replace it."""
    return ask_to_replace(
        parent, tr("Replace the file?"), tr("{name} is there already. Replace it?", name=name)
    )


def ask_replace_all(parent: QWidget, names: Sequence[str]) -> bool:
    """Saving over files that are there, asked once; whether to replace them."""
    if len(names) == 1:
        return ask_replace(parent, names[0])
    listed = "\n".join(names[:MOST_NAMED]) + ("\n…" if len(names) > MOST_NAMED else "")
    text = tr("{count} files are there already. Replace them?", count=len(names))
    return ask_to_replace(parent, tr("Replace the files?"), f"{text}\n\n{listed}")


def ask_to_replace(parent: QWidget, title: str, text: str) -> bool:
    """Whether to replace what is there."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is replace
