"""The save dialog: type and name go together, wrong names keep it, and nothing outlives it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt5.QtTest import QTest

from fusion import load_photo
from tests.ui.conftest import MakeWindow, load, settle, slow_fuse, wait_for
from ui.dialogs import files, questions
from ui.dialogs.saving import SavingOptions
from ui.dialogs.target import TargetDialog
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QApplication, QEvent, QIcon, QMessageBox, Qt, QTimer, QToolButton, QWidget


def asking(act: Callable[[TargetDialog], None]) -> None:
    """Do something with the dialog once it is open; whatever happens it is closed then."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TargetDialog)
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, run)


def test_the_type_follows_the_name_and_the_name_the_type(window: MainWindow, tmp_path: Path) -> None:
    def act(dialog: TargetDialog) -> None:
        assert dialog.selectedNameFilter().startswith("PNG")
        for name, kind in (
            ("a.jpeg", "JPEG"), ("a.JPG", "JPEG"), ("b.tif", "TIFF"), ("b.webp", "WebP"),
            ("b.strange", "WebP"), ("b", "WebP"),
        ):  # fmt: skip
            dialog.name.setText(name)
            assert dialog.selectedNameFilter().startswith(kind)
            assert dialog.name.text() == name
        dialog.name.setText("c.png")
        tiff = next(line for line in dialog.nameFilters() if line.startswith("TIFF"))
        dialog.selectNameFilter(tiff)
        dialog.filterSelected.emit(tiff)
        assert dialog.name.text() == "c.tif"

    asking(act)
    assert files.ask_save(window, tmp_path / "a.png") is None


def test_a_folder_that_is_gone_gives_way_to_the_users_own(window: MainWindow, tmp_path: Path) -> None:
    """The card was taken out: the dialog fell back to where the program was started."""
    begins: list[str] = []
    for place in (tmp_path / "card" / "a.png", tmp_path / "a.png"):
        asking(lambda dialog: begins.append(dialog.directory().absolutePath()))
        files.ask_save(window, place)
    assert begins == [str(Path.home()), str(tmp_path)]


def test_a_wrong_ending_and_a_missing_folder_keep_the_dialog(window: MainWindow, tmp_path: Path) -> None:
    def act(dialog: TargetDialog) -> None:
        for name, told in (("a.xyz", "must end in one of .jpg"), ("no/a.png", "There is no folder")):
            dialog.name.setText(name)
            dialog.accept()
            assert dialog.isVisible()
            assert told in dialog.problem
            dialog.name.setText("a")
            assert dialog.problem == ""
        dialog.accept()

    asking(act)
    assert files.ask_save(window, tmp_path / "b.png") == tmp_path / "a.png"


def test_a_file_is_replaced_only_when_that_is_answered(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "there.png"
    target.write_bytes(b"before")
    answers = [False, True]
    monkeypatch.setattr(questions, "ask_replace", lambda _parent, _name: answers.pop(0))

    def act(dialog: TargetDialog) -> None:
        dialog.accept()
        assert dialog.isVisible()
        dialog.accept()

    asking(act)
    assert files.ask_save(window, target) == target
    assert answers == []


def test_the_template_gives_the_name_anew(finished: MainWindow) -> None:
    def act(dialog: TargetDialog) -> None:
        options = dialog.findChild(SavingOptions)
        assert options is not None
        assert dialog.name.text() == "近景 1_fused.png"
        options.template.setText("{last} {count}")
        assert dialog.name.text() == "远景 2 2.png"
        options.template.setText("{lens}")
        assert dialog.name.text() == "远景 2 2.png", "a wrong one changes nothing"
        options.template.setText("{first}.tif")
        assert dialog.name.text() == "近景 1.tif"
        assert dialog.selectedNameFilter().startswith("TIFF")
        assert options.tiff.isVisible()

    asking(act)
    assert not finished.ask_save()


def test_the_webp_quality_is_used_and_remembered(
    finished: MainWindow, tmp_path: Path, preferences: Preferences
) -> None:
    sizes = []
    for quality in (100, 30):
        target = tmp_path / f"{quality}.webp"

        def act(dialog: TargetDialog, target: Path = target, quality: int = quality) -> None:
            options = dialog.findChild(SavingOptions)
            assert options is not None
            dialog.name.setText(str(target))
            assert options.webp_quality.isVisible()
            options.webp_quality.setValue(quality)
            dialog.accept()

        asking(act)
        assert finished.ask_save()
        settle(finished)
        sizes.append(target.stat().st_size)
        assert load_photo(target).width == 128
    assert sizes[1] < sizes[0] / 2
    assert preferences.save_options.webp_quality == 30


def test_two_returns_save_once_and_leave_no_dialog(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path
) -> None:
    """A job reports all the while, and what is thrown away is collected."""
    window = make_window()
    load(window, pair)
    window.fuse()
    settle(window)
    window.measuring.measure()
    for number in range(12):
        target = tmp_path / f"{number}.png"

        def act(dialog: TargetDialog, target: Path = target) -> None:
            dialog.name.setText(str(target))
            for _ in range(2):
                QTest.keyClick(dialog.name, Qt.Key.Key_Return)
            dialog.accept()

        asking(act)
        assert window.ask_save()
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        wait_for(target.is_file)
        assert window.findChildren(TargetDialog) == []
        assert window.findChildren(SavingOptions) == []
    settle(window)


def test_nothing_of_the_dialog_listens_after_it(
    make_window: MakeWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(slow_fuse)
    load(window, pair)
    window.fuse()
    told: list[str] = []
    monkeypatch.setattr(SavingOptions, "show_for", lambda _self, ending: told.append(ending))
    dialog = TargetDialog(window, "Save", pair[0].parent / "a.png", files.save_filters(),
                          SavingOptions(window.preferences))  # fmt: skip
    name = dialog.name
    dialog.deleteLater()
    name.setText("b.jpg")
    assert told[-1] == ".jpg"
    count = len(told)
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert len(told) == count
    window.jobs.cancel_all()


def test_no_box_is_left_after_a_question(window: MainWindow) -> None:
    def ask_replace(parent: QWidget) -> bool:
        return questions.ask_replace(parent, "a.png")

    for ask in (questions.ask_stop, questions.ask_unsaved, ask_replace):
        QTimer.singleShot(50, lambda: QApplication.activeModalWidget().close())
        ask(window)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert window.findChildren(QMessageBox) == []


def test_the_icons_are_the_programs_own(window: MainWindow, tmp_path: Path) -> None:
    def act(dialog: TargetDialog) -> None:
        buttons = [button for button in dialog.findChildren(QToolButton) if button.isVisible()]
        assert len(buttons) >= 5
        for button in buttons:
            assert button.icon().name() in own, button.objectName()

    own = {path.stem for path in (Path(files.__file__).parents[1] / "icons" / "parfocal").rglob("*.svg")}
    assert QIcon.themeName() == "parfocal"
    asking(act)
    files.ask_save(window, tmp_path / "a.png")
