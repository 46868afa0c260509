"""Export: ticked once, written all together or not at all, and again with one key."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from fusion import load_photo
from tests.fusion.layered.psd_reader import Reader, flattened_layers
from tests.ui.conftest import MakeWindow, load, made_pair, mixed, settle
from ui.dialogs import questions
from ui.dialogs.export import ExportDialog
from ui.jobs import export_job
from ui.jobs.export_job import ENDINGS, ExportChoice
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import QApplication, QTimer


def answer_dialog(choose: object, accepts: bool = True) -> None:
    """Set what is ticked in the dialog that opens, and close it."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportDialog)
        choose(dialog)  # type: ignore[operator]
        (dialog.accept if accepts else dialog.reject)()

    QTimer.singleShot(50, act)


def tick(dialog: ExportDialog, folder: Path, things: dict[str, str]) -> None:
    """Tick these things, each with its ending."""
    dialog.folder.setText(str(folder))
    dialog.name.setText("sharp")
    for thing, box in dialog.ticks.items():
        box.setChecked(thing in things)
    for thing, ending in things.items():
        formats = dialog.formats[thing]
        formats.setCurrentIndex(formats.findData(ending))


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "出 out"
    made.mkdir()
    return made


def test_everything_is_exported_and_again_with_one_key(fused: MainWindow, folder: Path) -> None:
    things = {thing: endings[0] for thing, endings in ENDINGS.items()} | {"figure": ".svg"}
    answer_dialog(lambda dialog: tick(dialog, folder, things))
    fused.menus.actions["export"].trigger()
    settle(fused)
    assert names(folder) == [
        "sharp.tif", "sharp_confidence.png", "sharp_decision.png", "sharp_depth.png",
        "sharp_figure.svg", "sharp_frames/001_近景 1.tif", "sharp_frames/002_远景 2.tif",
        "sharp_layers.psd",
    ], fused.messages.text  # fmt: skip
    result = fused.session.fused
    assert result is not None
    pixels = result.result.photo.pixels
    assert np.array_equal(load_photo(folder / "sharp.tif").pixels, pixels)
    apart = np.abs(flattened_layers(Reader(folder / "sharp_layers.psd")) - pixels)
    assert apart.max() <= 1
    assert fused.session.is_saved
    assert "exported" in fused.messages.text
    for path in folder.rglob("*.*"):
        if path.is_file():
            path.unlink()
    fused.menus.actions["export again"].trigger()
    settle(fused)
    assert len(names(folder)) == 8


def test_it_is_remembered_in_another_window(
    fused: MainWindow, folder: Path, preferences: Preferences
) -> None:
    answer_dialog(lambda dialog: tick(dialog, folder, {"picture": ".jpg", "decision": ".tif"}))
    fused.menus.actions["export"].trigger()
    settle(fused)
    assert names(folder) == ["sharp.jpg", "sharp_decision.tif"]
    assert ExportChoice.things_from(preferences.export_things) == (
        ("picture", ".jpg"), ("decision", ".tif"),
    )  # fmt: skip
    seen = {}
    answer_dialog(
        lambda dialog: seen.update({t: box.isChecked() for t, box in dialog.ticks.items()}), False
    )
    fused.menus.actions["export"].trigger()
    assert [thing for thing, is_on in seen.items() if is_on] == ["picture", "decision"]


def test_strokes_are_in_what_is_exported(fused: MainWindow, folder: Path) -> None:
    from ui.canvas.views import View

    fused.viewer.show_view(View.RETOUCH)
    settle(fused)
    painter = fused.retouch.painter
    painter.change_brush(radius_px=9, hardness=0.4)
    painter.take_source(0)
    painter.pen_down(90, 40)
    painter.pen_to(110, 60)
    painter.pen_up()
    answer_dialog(lambda dialog: tick(dialog, folder, {"picture": ".png", "layers": ".psd"}))
    fused.menus.actions["export"].trigger()
    settle(fused)
    saved = load_photo(folder / "sharp.png").pixels
    assert fused.session.fused is not None
    assert np.array_equal(saved, fused.session.fused.result.photo.pixels)
    apart = np.abs(flattened_layers(Reader(folder / "sharp_layers.psd")) - saved)
    assert apart.max() <= 1


def test_a_failure_leaves_no_file(
    fused: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(export_job, "save_layered", fail)
    answer_dialog(lambda dialog: tick(dialog, folder, {"picture": ".png", "layers": ".psd"}))
    fused.menus.actions["export"].trigger()
    settle(fused)
    assert list(folder.iterdir()) == []
    assert not fused.session.is_saved


def test_cancelling_leaves_no_file(
    fused: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = threading.Event()

    def wait_to_be_stopped(*_given: object) -> None:
        reached.set()
        progress = _given[3]
        for step in range(5000):
            progress("Writing the layers", step, 5000)  # type: ignore[operator]
            time.sleep(0.002)

    monkeypatch.setattr(export_job, "save_layered", wait_to_be_stopped)
    answer_dialog(lambda dialog: tick(dialog, folder, {"picture": ".png", "layers": ".psd"}))
    fused.menus.actions["export"].trigger()
    assert reached.wait(30)
    fused.menus.actions["cancel"].trigger()
    fused.jobs.wait(10)
    settle(fused)
    assert list(folder.iterdir()) == []


def test_files_of_others_are_replaced_only_when_asked(
    fused: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "sharp.png").write_text("mine")
    asked: list[list[str]] = []
    monkeypatch.setattr(questions, "ask_replace_all", lambda _parent, there: asked.append(there))
    answer_dialog(lambda dialog: tick(dialog, folder, {"picture": ".png"}))
    fused.menus.actions["export"].trigger()
    settle(fused)
    assert asked == [["sharp.png"]]
    assert (folder / "sharp.png").read_text() == "mine"


def test_the_dialog_says_what_is_wrong(fused: MainWindow, folder: Path) -> None:
    seen: list[str] = []

    def choose(dialog: ExportDialog) -> None:
        tick(dialog, folder, {})
        seen.append(dialog.problem.text())
        dialog.ticks["picture"].setChecked(True)
        seen.append(dialog.files.text())
        dialog.name.setText("{nothing}")
        seen.append(dialog.problem.text())
        dialog.name.setText("sharp")
        dialog.folder.setText(str(folder / "none"))
        seen.append(dialog.problem.text())
        assert not dialog.export.isEnabled()

    answer_dialog(choose, accepts=False)
    fused.menus.actions["export"].trigger()
    assert seen[0].startswith("Tick")
    assert seen[1] == "sharp.tif"
    assert "{nothing}" in seen[2]
    assert seen[3].startswith("There is no folder")


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_files_need_a_name(fused: MainWindow, folder: Path, name: str) -> None:
    """A name of a dot was written beside the folder, under the folder's own name."""
    told: list[object] = []

    def choose(dialog: ExportDialog) -> None:
        tick(dialog, folder, {"picture": ".png"})
        dialog.name.setText(name)
        told.extend((dialog.problem.text(), dialog.export.isEnabled()))

    answer_dialog(choose, accepts=False)
    fused.menus.actions["export"].trigger()
    assert told == ["Give the files a name.", False]


def test_a_painted_result_has_no_maps(make_window: object, pair: list[Path], folder: Path) -> None:
    window = make_window(fuse=mixed)  # type: ignore[operator]
    load(window, pair)
    window.fuse()
    settle(window)
    seen: dict[str, bool] = {}

    def choose(dialog: ExportDialog) -> None:
        seen.update({thing: box.isEnabled() for thing, box in dialog.ticks.items()})
        tick(dialog, folder, {"picture": ".png", "layers": ".psd"})

    answer_dialog(choose)
    window.menus.actions["export"].trigger()
    settle(window)
    assert (seen["decision"], seen["picture"]) == (False, True)
    assert names(folder) == ["sharp.png", "sharp_layers.psd"]
    with Image.open(folder / "sharp_layers.psd") as picture:
        assert np.array_equal(np.asarray(picture), load_photo(folder / "sharp.png").pixels)


def test_exporting_again_says_what_a_painted_result_does_not_have(
    make_window: MakeWindow, pair: list[Path], folder: Path
) -> None:
    """It told of 0 files that were exported, with a button that led to none of them."""
    window = make_window(fuse=mixed)
    load(window, pair)
    window.fuse()
    settle(window)
    known = window.preferences
    known.export_folder, known.export_things = str(folder), "decision.png confidence.tif"
    window.menus.actions["export again"].trigger()
    settle(window)
    assert names(folder) == []
    assert window.messages.text == "This result does not have: Decision map, Confidence."
    known.export_things = "picture.png decision.png layers.psd"
    window.menus.actions["export again"].trigger()
    settle(window)
    assert len(names(folder)) == 2
    assert window.messages.text.endswith("This result does not have: Decision map.")


def test_frames_that_were_aligned_are_exported_as_they_were_fused(
    window: MainWindow, tmp_path: Path, folder: Path
) -> None:
    near, far = made_pair(120, 160)
    smooth = [cv2.GaussianBlur(pixels, (0, 0), 1.0) for pixels in (near, far)]
    pictures = [smooth[0], np.roll(smooth[1], 3, axis=1), smooth[0][:, ::-1]]
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path, pixels in zip(paths, pictures, strict=True):
        Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    load(window, paths)
    window.session.choose_method("sesf")
    window.session.use(2, False)
    window.fuse()
    settle(window)
    result = window.session.fused
    assert result is not None, window.messages.text
    assert result.numbers == (0, 1)
    answer_dialog(lambda dialog: tick(dialog, folder, {"frames": ".png", "layers": ".psd"}))
    window.menus.actions["export"].trigger()
    settle(window)
    assert names(folder) == ["sharp_frames/001_0.png", "sharp_frames/002_1.png", "sharp_layers.psd"]
    pixels = result.result.photo.pixels
    assert load_photo(folder / "sharp_frames" / "002_1.png").pixels.shape == pixels.shape
    read = Reader(folder / "sharp_layers.psd")
    assert [layer.name for layer in read.layers] == ["0.png", "1.png", "Corrections", "Result"]
    assert np.abs(flattened_layers(read) - pixels).max() <= 1
    assert (read.layers[2].channels[-2] > 0).mean() < 0.01


def test_infrared_and_visible_have_layers_in_their_order(
    window: MainWindow, tmp_path: Path, folder: Path
) -> None:
    visible, infrared = made_pair()
    paths = [tmp_path / "a_vi.png", tmp_path / "a_ir.png"]
    Image.fromarray(visible).save(paths[0])
    Image.fromarray(infrared[:, :, 0]).save(paths[1])
    window.session.choose_purpose("infrared-visible")
    load(window, paths)
    window.fuse()
    settle(window)
    answer_dialog(lambda dialog: tick(dialog, folder, {"frames": ".png", "layers": ".psd"}))
    window.menus.actions["export"].trigger()
    settle(window)
    assert window.session.fused is not None, window.messages.text
    read = Reader(folder / "sharp_layers.psd")
    assert [layer.name for layer in read.layers] == ["a_ir.png", "a_vi.png", "Result"]
    assert np.array_equal(flattened_layers(read), window.session.fused.result.photo.pixels)
    assert names(folder)[:2] == ["sharp_frames/001_a_ir.png", "sharp_frames/002_a_vi.png"]
