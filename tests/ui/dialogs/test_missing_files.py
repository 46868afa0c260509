"""The list of files that moved."""

from __future__ import annotations

from ui.dialogs.missing_files import MissingFilesDialog
from ui.main_window import MainWindow
from ui.qt import Qt


def test_names_that_begin_alike_can_be_told_apart(window: MainWindow) -> None:
    names = [f"{'Schmetterling' * 8}_{number:04d}.jpg" for number in range(3)]
    dialog = MissingFilesDialog(window, names)
    assert dialog.list.textElideMode() == Qt.TextElideMode.ElideMiddle
    assert [dialog.list.item(row).toolTip() for row in range(3)] == names
    dialog.deleteLater()


def test_one_file_is_told_as_one(window: MainWindow) -> None:
    dialog = MissingFilesDialog(window, ["DSC_4120.jpg"])
    assert dialog.list.accessibleName() == "The project uses a file that is not where it was:"
    dialog.deleteLater()
