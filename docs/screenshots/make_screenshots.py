"""Makes the pictures of this folder::

    QT_QPA_PLATFORM=offscreen python docs/screenshots/make_screenshots.py

One window goes through its states, with a pair of the sample pictures, a stack, and an infrared with a
visible picture. Each state is taken in both languages and looks; ``--states`` takes only some.
``--small-pixels`` takes them as a screen of 3840 × 2160 shows them at twice the size. Pictures are
reduced to 256 colours, so that the repository stays small.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

SMALL_PIXELS = "--small-pixels"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")
if SMALL_PIXELS in sys.argv:
    os.environ["QT_SCALE_FACTOR"] = "2"
FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1]))

from docs.screenshots.camera import FOUR, Camera, repaint  # noqa: E402
from docs.screenshots.half_way import HalfWay  # noqa: E402
from docs.screenshots.made_pictures import infrared_and_visible, shoot_stack  # noqa: E402
from ui import i18n, program, theme  # noqa: E402
from ui.canvas.views import View  # noqa: E402
from ui.dialogs.saving import SavingOptions  # noqa: E402
from ui.document.fused import Source  # noqa: E402
from ui.features.projects import ProjectsFeature  # noqa: E402
from ui.jobs.job import REPORT_SECONDS  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.panels.results_table import ResultsTable  # noqa: E402
from ui.panels.steps import Step  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.qt import (  # noqa: E402
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFont,
    QLineEdit,
    QPointF,
    QSettings,
    QUrl,
)
from ui.samples import sample_pair  # noqa: E402

LAPTOP = (1366, 768)
LARGE = (1920, 1080)
"""A screen of 3840 × 2160 pixels, at twice the size."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--size", type=int, nargs=2, help="of the window")
    parser.add_argument(SMALL_PIXELS, action="store_true", help="two pixels of the screen for each")
    parser.add_argument("--states", nargs="+", default=(), help="only these; else every one")
    parser.add_argument("--all", action="store_true", help="every state in every language and look")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    running = program.make_program(["screenshots"])
    running.setFont(QFont("Inter"))
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        theme.apply("dark")
        i18n.install("en")
        window = MainWindow(Preferences(store))
        window.resize(*(options.size or (LARGE if options.small_pixels else LAPTOP)))
        window.show()
        ending = "@2x" if options.small_pixels else ""
        camera = Camera(window, options.out, options.states, options.all, ending)
        take_pair(camera, Path(folder))
        take_project(camera, Path(folder))
        take_stack(camera, Path(folder))
        take_infrared(camera)
        window.session.clear()
        window.close()


def take_pair(camera: Camera, scratch: Path) -> None:
    """Two pictures, from the empty window to the saved result, and what goes wrong."""
    window = camera.window
    camera.take("empty")
    later = ("loaded", "fusing", "fused", "saving", "metrics", "confidence", "compare", "error")
    later += ("divider", "difference", "seeing", "results", "table", "export", "figure")
    later += ("palette", "shortcuts")
    if not camera.wants(*later):
        return
    camera.switch_off("second opinion")  # one result, until several are shown
    window.open_files(sample_pair())
    camera.settle()
    camera.take("loaded")
    take_fusing(camera)
    window.fuse()
    camera.settle()
    camera.take("fused", FOUR)
    camera.take_dialog("saving", window.ask_save, fill_saving)
    take_metrics(camera)
    window.viewer.show_view(View.CONFIDENCE)
    camera.take("confidence")
    window.viewer.show_view(View.COMPARE)
    window.viewport.zoom_to(1.0, QPointF(1010, 700))
    camera.take("compare")
    window.viewport.fit()
    take_seeing(camera)
    take_dialogs(camera)
    take_results(camera)
    take_error(camera, scratch)


def take_fusing(camera: Camera) -> None:
    """A fusion half way, on a machine of any speed; it is cancelled afterwards."""
    actions = camera.window.job_actions
    usual = actions.fuse_function
    half_way = HalfWay(usual)
    actions.fuse_function = half_way

    def begin() -> None:
        camera.stop()
        half_way.is_there.clear()
        camera.window.fuse()
        while not half_way.is_there.is_set():
            camera.rest(REPORT_SECONDS)

    camera.take("fusing", ready=begin)
    camera.stop()
    actions.fuse_function = usual


def take_seeing(camera: Camera) -> None:
    """Two pictures compared, and what lies over a picture: loupe, marks, histogram."""
    window = camera.window
    if camera.wants("divider", "difference"):
        camera.do("compare: split")
        camera.take("divider")
        camera.do("compare: difference")
        camera.take("difference")
    window.viewer.show_view(View.RESULT)
    if camera.wants("seeing"):
        switches = ("peaking", "histogram", "loupe")
        for name in switches:
            camera.do(name)
        at = (1010.0, 560.0)
        window.viewport.zoom_to(1.0, QPointF(*at))
        camera.settle()

        def point() -> None:
            window.viewer.canvases[0].pointed.emit(at)
            camera.rest()
            camera.settle()

        camera.take("seeing", ready=point)
        for name in switches:
            camera.do(name)
        window.viewport.fit()


def take_dialogs(camera: Camera) -> None:
    """Export, figure, command palette and list of keys."""

    def fill_export(dialog: QDialog) -> None:
        for field in dialog.findChildren(QLineEdit):
            field.blockSignals(True)  # that folder is not there
            field.setText(field.text().replace(str(FOLDER.parents[1] / "data"), "/photos"))

    camera.take_dialog("export", lambda: camera.do("export"), fill_export)
    camera.take_dialog("figure", lambda: camera.do("figure"))

    def type_words(dialog: QDialog) -> None:
        is_english = camera.window.preferences.language == "en"
        dialog.findChildren(QLineEdit)[0].setText("dec" if is_english else "保存")

    camera.take_dialog("palette", lambda: camera.do("palette"), type_words, whole=True)
    camera.take_dialog("shortcuts", lambda: camera.do("shortcuts"))


def take_results(camera: Camera) -> None:
    """The strip of results after several methods, and the metrics of all."""
    if not camera.wants("results", "table"):
        return
    window = camera.window
    for method in ("learned-decision", "laplacian-pyramid"):
        window.session.choose_method(method)
        window.fuse()
        camera.settle()
    window.session.choose_method("sesf")
    camera.do("result 1")
    camera.take("results", FOUR)
    if camera.wants("table"):
        camera.do("measure results")
        camera.settle()
        table = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ResultsTable))
        camera.take("table", widget=table)
        table.close()


def fill_saving(dialog: QDialog) -> None:
    """A template with a field that does not exist, in a folder that says nothing."""
    options, folders = dialog.findChild(SavingOptions), dialog.findChild(QComboBox, "lookInCombo")
    assert isinstance(dialog, QFileDialog)
    assert options is not None
    assert folders is not None
    dialog.setSidebarUrls([QUrl("file:")])
    options.template.setText("{camera} {first}")
    repaint()
    folders.setItemText(folders.currentIndex(), "/photos")


def take_metrics(camera: Camera) -> None:
    """What was measured of the result."""
    if not camera.wants("metrics"):
        return
    window = camera.window
    window.metrics.unfold()
    window.measuring.measure()
    camera.settle()
    window.metrics.table.names["Q_G"].setChecked(True)
    camera.take("metrics", ready=window.metrics.unfolded.emit)
    window.metrics.unfold(False)


def take_error(camera: Camera, scratch: Path) -> None:
    """A file that is no picture, and a result that is older than the slots."""
    if not camera.wants("error"):
        return
    window, wrong = camera.window, scratch / "holiday.jpg"
    wrong.write_text("not a picture")
    window.session.move(0, 1)

    def open_wrong() -> None:
        window.open_files([wrong])
        camera.settle()
        told = window.messages.text.replace(str(scratch) + "/", "/photos/")
        window.messages.clear()
        window.messages.say("error", told)

    camera.take("error", ready=open_wrong)


def take_project(camera: Camera, scratch: Path) -> None:
    """A project whose pictures are where nobody knows."""
    if not camera.wants("project"):
        return
    window, project = camera.window, scratch / "board.parfocal"
    feature = next(each for each in window.features if isinstance(each, ProjectsFeature))
    copies = [Path(shutil.copy(path, scratch)) for path in sample_pair()]
    window.messages.clear()
    window.session.clear()
    window.open_files(copies, instead=True)
    camera.settle()
    feature.save(project)
    camera.settle()
    for path in copies:
        path.unlink()

    def to_the_middle(dialog: QDialog) -> None:
        """The screen that is none is smaller than the window, and keeps dialogs in itself."""
        dialog.move(window.mapToGlobal(window.rect().center()) - dialog.rect().center())

    camera.take_dialog("project", lambda: feature.open(project), to_the_middle, whole=True)
    window.messages.clear()
    window.session.clear()


def take_stack(camera: Camera, scratch: Path) -> None:
    """A stack of nine: aligned, fused, its maps, and retouched."""
    if not camera.wants("align", "stack", "activity", "decision", "depth", "retouch", "doubt"):
        return
    window = camera.window
    window.messages.clear()
    window.session.clear()
    window.session.choose_method("sesf")  # so many frames would take the other long
    window.open_files(shoot_stack(scratch), instead=True)
    camera.settle()
    window.align_frames()
    camera.settle()
    window.steps.take(Step.ALIGN)
    window.align.unfold()
    window.frames.choose(3)
    camera.take("align", FOUR)
    window.align.unfold(False)
    window.steps.take(Step.FUSE)
    window.show_frames(False)
    window.fuse()
    camera.settle()
    camera.take("stack", FOUR)
    take_curve(camera)
    window.viewer.show_view(View.DECISION)
    camera.take("decision", FOUR)
    window.viewer.show_view(View.DEPTH)
    camera.settle()
    camera.take("depth")
    take_retouching(camera)


def take_curve(camera: Camera) -> None:
    """How active a place is in each frame."""
    if not camera.wants("activity"):
        return
    camera.do("activity")
    at = (760.0, 520.0)

    def point() -> None:
        camera.window.viewer.canvases[0].pointed.emit(at)
        camera.rest()
        camera.settle()

    camera.take("activity", ready=point)
    camera.do("activity")


def take_retouching(camera: Camera) -> None:
    """The brush in hand, after a stroke; and a doubtful place."""
    if not camera.wants("retouch", "doubt"):
        return
    window = camera.window
    window.viewer.show_view(View.RETOUCH)
    camera.settle()
    painter = window.retouch.painter
    painter.change_brush(radius_px=60.0)
    painter.take_source(6)
    window.viewport.zoom_to(1.0, QPointF(760, 520), QPointF())
    painter.pen_down(640.0, 560.0, 1.0)
    for step in range(12):
        painter.pen_to(640.0 + 12 * step, 560.0 - 6 * step, 1.0)
    painter.pen_up()
    camera.settle()
    at = (772.0, 494.0)
    camera.take("retouch", FOUR, lambda: window.viewer.canvases[0].pointed.emit(at))
    camera.take("doubt", ready=lambda: window.retouch.show_place(1))
    window.viewer.show_view(View.RESULT)
    window.viewport.fit()


def take_infrared(camera: Camera) -> None:
    """The other kind of fusion: slots by role, and a result without maps."""
    if not camera.wants("infrared"):
        return
    window = camera.window
    window.session.clear()
    window.session.choose_purpose("infrared-visible")
    for photo in infrared_and_visible():
        window.session.put(Source(photo))
    window.fuse()
    camera.settle()
    camera.take("infrared")
    window.session.clear()
    window.session.choose_purpose("multifocus")


if __name__ == "__main__":
    main()
