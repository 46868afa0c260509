"""Names that no file can have, such as a text that was pasted: a sentence, and no fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import settle
from tests.ui.dialogs.test_target import asking
from tests.ui.monkey_surroundings import Findings, Watch
from ui.dialogs import files
from ui.dialogs.export import ExportDialog
from ui.features.export import ExportFeature
from ui.main_window import MainWindow
from ui.qt import QApplication, QTimer

LONG = "很" * 300


def test_a_long_name_in_the_save_dialog(finished: MainWindow, tmp_path: Path) -> None:
    findings = Findings()

    def act(dialog: files.TargetDialog) -> None:
        dialog.name.setText(f"{tmp_path}/{LONG}/a.png")
        dialog.accept()
        assert "There is no folder" in dialog.problem
        for name in (f"{LONG}.png", f"{LONG[:100]}.png"):
            dialog.name.setText(name)
            dialog.accept()
            assert "too long" in dialog.problem
        dialog.name.setText(str(tmp_path / "short.png"))
        dialog.accept()

    with Watch(findings):
        asking(act)
        finished.ask_save()
        settle(finished)
    assert not findings.faults, findings.faults[0]
    assert (tmp_path / "short.png").is_file()


@pytest.mark.parametrize("where", ["name", "folder"])
def test_a_long_name_in_the_export_dialog(finished: MainWindow, tmp_path: Path, where: str) -> None:
    findings = Findings()

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(str(tmp_path / LONG if where == "folder" else tmp_path))
        dialog.name.setText(LONG if where == "name" else "sharp")
        (dialog.accept if dialog.export.isEnabled() else dialog.reject)()

    with Watch(findings):
        QTimer.singleShot(50, act)
        finished.menus.actions["export"].trigger()
        settle(finished)
    assert not findings.faults, findings.faults[0]
    if where == "name":
        assert "name too long" in finished.messages.text
    assert not [path for path in tmp_path.iterdir() if "sharp" in path.name or LONG[:9] in path.name]


def test_a_remembered_folder_that_the_system_refuses(finished: MainWindow) -> None:
    findings = Findings()

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        dialog.reject()

    finished.preferences.export_folder = f"/{LONG}"
    with Watch(findings):
        QTimer.singleShot(50, act)
        next(each for each in finished.features if isinstance(each, ExportFeature)).again()
    assert not findings.faults, findings.faults[0]
