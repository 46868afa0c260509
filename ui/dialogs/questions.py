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
    title, text = tr("Close Parfocal?"), tr("Something is still running. Stop it and close?")
    does_stop = is_confirmed(parent, title, text, tr("Stop and close"), tr("Keep running"))
    return Answer.GO_ON if does_stop else Answer.STAY


def ask_unsaved(parent: QWidget, count: int = 1) -> Answer:
    """Closing, or starting over, with results that are in no file."""
    title, save_text = tr("Result not saved"), tr("Save as…")
    text = tr("The result has not been saved. Save it first?")
    if count > 1:
        title, save_text = tr("Results not saved"), tr("Save all…")
        text = tr("{count} results are not saved. Save them first?", count=count)
    box = question(parent, title, text)
    save = box.addButton(save_text, QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    box.deleteLater()  # its parent would keep it as long as the window lives
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.GO_ON if box.clickedButton() is discard else Answer.STAY


def ask_remove(parent: QWidget, count: int) -> bool:
    """Taking results out that are in no file; whether to do it."""
    text = tr("This result is in no file, and cannot be brought back. Take it out?")
    if count > 1:
        text = tr("{count} results are in no file, and cannot be brought back. Take them out?",
                  count=count)  # fmt: skip
    return is_confirmed(parent, tr("Take out?"), text, tr("Take out"))


def ask_number(parent: QWidget, title: str, text: str, low: int, high: int) -> int | None:
    """A whole number; None when cancelled."""
    number, is_given = QInputDialog.getInt(parent, title, text, low, low, high)
    return number if is_given else None


def ask_replace(parent: QWidget, name: str) -> bool:
    """Saving over a file that is there; whether to replace it."""
    text = tr("{name} is there already. Replace it?", name=name)
    return is_confirmed(parent, tr("Replace the file?"), text, tr("Replace"))


def ask_replace_all(parent: QWidget, names: Sequence[str]) -> bool:
    """Saving over files that are there, asked once; whether to replace them."""
    if len(names) == 1:
        return ask_replace(parent, names[0])
    listed = "\n".join(names[:MOST_NAMED]) + ("\n…" if len(names) > MOST_NAMED else "")
    text = tr("{count} files are there already. Replace them?", count=len(names))
    return is_confirmed(parent, tr("Replace the files?"), f"{text}\n\n{listed}", tr("Replace"))


def is_confirmed(parent: QWidget, title: str, text: str, do: str, leave: str = "") -> bool:
    """Whether the user wants what cannot be undone; ``do`` and ``leave`` stand on the buttons, the usual
    one of which is to leave it (*Cancel*)."""
    box = question(parent, title, text)
    done = box.addButton(do, QMessageBox.ButtonRole.DestructiveRole)
    left = box.addButton(leave or tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(left)
    box.exec()
    box.deleteLater()  # its parent would keep it as long as the window lives
    return box.clickedButton() is done


def question(parent: QWidget, title: str, text: str) -> QMessageBox:
    """A question without buttons yet; its text is shown as it is."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    return box
