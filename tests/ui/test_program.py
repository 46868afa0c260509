"""Starting: quickly, beside opencv-python, with files, with samples, and without a display."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import app
from fusion import FusionSettings, Photo, fuse, load_photo, save_photo
from fusion.project import Project, ProjectResult, ProjectSource, save_project
from tests.ui.conftest import made_pair, settle, wait_for
from ui import program as starter
from ui.i18n.collect import ROOT
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QAbstractButton, QAbstractSpinBox, QComboBox, QSettings, QSlider
from ui.samples import sample_pair

UP = """
import os, sys
{before}
from ui import program, theme, i18n
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QSettings
running = program.make_program(["test"])
theme.apply("dark")
i18n.install("zh_CN")
window = MainWindow(Preferences(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
window.show()
running.processEvents()
heavy = {{"torch", "openvino", "onnxruntime", "scipy"}}
print(*(name for name in sys.modules if name in heavy))
"""


def start(tmp_path: Path, before: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables}
    return subprocess.run(
        [sys.executable, "-c", UP.format(before=before), str(tmp_path / "s.ini")],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_window_needs_neither_torch_nor_another_engine(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split()


def test_the_plugins_of_opencv_are_forgotten(tmp_path: Path) -> None:
    """What ``import cv2`` of opencv-python does to the environment, just before the window opens."""
    before = (
        "os.environ['QT_QPA_PLATFORM_PLUGIN_PATH'] = '/somewhere/site-packages/cv2/qt/plugins'\n"
        "os.environ['QT_QPA_FONTDIR'] = '/somewhere/site-packages/cv2/qt/fonts'"
    )
    done = start(tmp_path, before)
    assert done.returncode == 0, done.stderr


def test_a_users_own_plugin_path_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/opt/qt/plugins")
    starter.forget_foreign_plugins()
    assert os.environ["QT_QPA_PLATFORM_PLUGIN_PATH"] == "/opt/qt/plugins"


def test_without_a_display_it_fuses_on_the_command_line(tmp_path: Path) -> None:
    paths = [tmp_path / "a 1.png", tmp_path / "b 2.png"]
    for path, pixels in zip(paths, made_pair(48, 64), strict=True):
        Image.fromarray(pixels).save(path)
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *map(str, paths)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stderr
    assert (tmp_path / "a 1_fused.png").exists()


def test_a_display_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not app.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert app.has_display()


def test_sample_pair_is_found_by_name(tmp_path: Path) -> None:
    assert sample_pair(tmp_path / "nothing") == []
    for name in ("alone_1.jpg", "b_1.jpg", "b_2.png", "c_1.jpg", "c_2.jpg", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in sample_pair(tmp_path)] == ["b_1.jpg", "b_2.png"]


def test_the_sample_is_offered_once(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "first.ini"), QSettings.Format.IniFormat)
    assert Preferences(store).take_first_start()
    assert not Preferences(store).take_first_start()


def test_every_control_explains_itself(window: MainWindow) -> None:
    for kind in (QAbstractButton, QComboBox, QSlider, QAbstractSpinBox):
        for widget in window.findChildren(kind):
            if widget.objectName().startswith("qt_"):
                continue  # a part of Qt's own menus
            assert widget.toolTip() or widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_the_window_fits_a_small_screen(window: MainWindow) -> None:
    least = window.minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 700
    for code in ("zh_CN", "en"):
        window.choose_language(code)
        assert window.minimumSizeHint().width() <= 1024


def kept_project(tmp_path: Path) -> Path:
    """A project of two files, fused by the mean."""
    paths = [tmp_path / "near.png", tmp_path / "far.png"]
    for path, pixels in zip(paths, made_pair(), strict=True):
        save_photo(Photo(pixels), path)
    result = fuse(paths, FusionSettings("average", device="cpu"))
    assert result.record is not None
    sources = tuple(ProjectSource(path.name, str(path)) for path in paths)
    made = ProjectResult(result.record, (0, 1), title="mean")
    save_project(Project(sources, (0, 1), results=(made,), shown=0), tmp_path / "two.parfocal")
    return tmp_path / "two.parfocal"


def test_a_project_given_to_the_program_is_opened(window: MainWindow, tmp_path: Path) -> None:
    window.open_files([kept_project(tmp_path)])
    wait_for(lambda: len(window.session.results) == 1, "the result did not come back")
    assert [source.name for source in window.session.sources] == ["near.png", "far.png"]
    settle(window)


def test_without_a_display_a_project_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = kept_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(app, "has_display", lambda: False)
    before = set(tmp_path.iterdir())
    assert app.main([str(project)]) == 0
    (made,) = set(tmp_path.iterdir()) - before
    assert load_photo(made).width == 128
