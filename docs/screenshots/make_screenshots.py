"""Makes the pictures of this folder, with the sample pictures::

    QT_QPA_PLATFORM=offscreen python docs/screenshots/make_screenshots.py

``--large`` and ``--out`` make those of a 4K screen with small pixels. One window goes through
its states; each is taken in both languages and both looks. Pictures are reduced to 256 colours, so that
the repository stays small.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_FONT_DPI", "96")
FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parents[1]))

import cv2  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

from fusion import Photo  # noqa: E402
from ui import i18n, program, theme  # noqa: E402
from ui.canvas.views import View  # noqa: E402
from ui.dialogs.saving import SavingOptions  # noqa: E402
from ui.document.fused import Source  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.panels.steps import Step  # noqa: E402
from ui.pictures.overlays import CONFIDENCE_COLOURS, OKABE_ITO  # noqa: E402
from ui.preferences import Preferences  # noqa: E402
from ui.qt import (  # noqa: E402
    QApplication,
    QComboBox,
    QFileDialog,
    QFont,
    QPixmap,
    QPointF,
    QSettings,
    QTimer,
    QWidget,
)
from ui.samples import sample_pair  # noqa: E402

WIDTH, HEIGHT = 1366, 768
LARGE = 1920, 1080
"""Points of a 4K screen with two pixels to a point."""
STACK = 7
STATES: set[str] = set()
"""Those to take; none names all."""
ALL = (("en", "dark"), ("zh_CN", "light"))
CHOSEN = (*ALL, ("en", "light"), ("zh_CN", "dark"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--method", help="in place of the one that the window takes by itself")
    parser.add_argument("--size", type=int, nargs=2, default=(WIDTH, HEIGHT))
    parser.add_argument("--states", nargs="+", help="only these; else every one")
    parser.add_argument("--all", action="store_true", help="every state in every language and look")
    parser.add_argument("--large", action="store_true", help="3840 × 2160 pixels, two to a point")
    options = parser.parse_args()
    if options.large:
        os.environ["QT_SCALE_FACTOR"], options.size = "2", LARGE
    options.out.mkdir(parents=True, exist_ok=True)
    STATES.update(options.states or ())
    running = program.make_program(["screenshots"])
    running.setFont(QFont("Inter"))
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        theme.apply("dark")
        i18n.install("en")
        window = MainWindow(Preferences(store))
        window.resize(*options.size)
        window.show()
        if options.method:
            window.session.choose_method(options.method)
        go_through(window, options.out, Path(folder), CHOSEN if options.all else ALL)
        take_stack(window, options.out)
        take_infrared(window, options.out, CHOSEN if options.all else ALL)
        window.session.clear()
        window.close()


def go_through(
    window: MainWindow, out: Path, scratch: Path, looks: tuple[tuple[str, str], ...]
) -> None:
    """All states, one after another."""
    take(window, out, "empty", looks)
    window.open_files(sample_pair())
    settle(window)
    take(window, out, "loaded", looks)
    window.fuse()
    until = time.monotonic() + 4
    while window.jobs.current is not None and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)
    if window.jobs.current is not None:
        take(window, out, "fusing", looks)
    settle(window)
    take(window, out, "fused", CHOSEN)
    take_saving(window, out, looks)
    window.metrics.unfold()
    window.measuring.measure()
    settle(window)
    window.metrics.table.names["Q_G"].setChecked(True)
    for look in looks:
        dress(window, *look)
        reveal(window)
        shoot(window, out / name("metrics", *look))
    window.metrics.unfold(False)
    window.settings.unfold()
    window.viewer.show_view(View.DECISION)
    take(window, out, "decision", looks)
    window.viewer.show_view(View.CONFIDENCE)
    take(window, out, "confidence", looks)
    window.settings.unfold(False)
    window.viewer.show_view(View.COMPARE)
    window.viewport.zoom_to(1.0, QPointF(1010, 700))
    take(window, out, "compare", looks)
    window.viewport.fit()
    wrong = scratch / "holiday.jpg"
    wrong.write_text("not a picture")
    window.viewer.show_view(View.RESULT)
    window.session.move(0, 1)
    for look in looks:
        dress(window, *look)
        window.open_files([wrong])
        settle(window)
        told = window.messages.text.replace(str(scratch) + "/", "/photos/")
        window.messages.clear()
        window.messages.say("error", told)
        shoot(window, out / name("error", *look))


def take_stack(window: MainWindow, out: Path) -> None:
    """A stack that was aligned: its frames, and the decision map of many."""
    if STATES and not STATES & {"align", "stack"}:
        return
    window.messages.clear()
    window.session.clear()
    window.session.choose_method("sesf")  # as many frames as are shown would take the other long
    for number, photo in enumerate(breathing_stack(STACK)):
        path = Path(f"/photos/stack_{number + 1:02}.jpg")
        window.session.put(Source(replace(photo, path=path)))
    window.align_frames()
    settle(window)
    window.steps.take(Step.ALIGN)
    window.align.unfold()
    window.frames.choose(3)
    take(window, out, "align", CHOSEN)
    window.align.unfold(False)
    window.steps.take(Step.FUSE)
    window.show_frames(False)
    window.fuse()
    settle(window)
    window.viewer.show_view(View.DECISION)
    take(window, out, "stack", CHOSEN)


def take_infrared(window: MainWindow, out: Path, looks: tuple[tuple[str, str], ...]) -> None:
    """The other kind of fusion: slots by role, and a result without maps."""
    if STATES and "infrared" not in STATES:
        return
    window.session.clear()
    window.session.choose_purpose("infrared-visible")
    for photo in made_infrared():
        window.session.put(Source(photo))
    window.fuse()
    settle(window)
    take(window, out, "infrared", looks)
    window.session.clear()
    window.session.choose_purpose("multifocus")


def made_infrared() -> list[Photo]:
    """A picture in the dusk, and a made one of what is warm in it: grey, soft, with a few warm spots."""
    path = FOLDER.parents[1] / "data" / "motorcycle_all_in_focus.jpg"
    colours = np.asarray(Image.open(path).convert("RGB"))
    height, width = colours.shape[:2]
    dusk = np.rint(255 * (colours / 255.0) ** 1.6 * 0.6).astype(np.uint8)
    grey = cv2.GaussianBlur(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), (0, 0), 2).astype(np.float64)
    y, x = np.mgrid[0:height, 0:width]
    warm = np.zeros((height, width))
    for across, down, size in ((0.47, 0.62, 0.09), (0.66, 0.72, 0.06), (0.30, 0.75, 0.05)):
        distance = np.hypot(x - across * width, y - down * height) / (size * width)
        warm += np.exp(-(distance**2))
    infrared = np.clip(40 + 0.25 * grey + 190 * np.minimum(warm, 1) * (0.4 + grey / 255), 0, 255)
    return [
        Photo(np.rint(infrared).astype(np.uint8), path=Path("/photos/yard_ir.png")),
        Photo(dusk, path=Path("/photos/yard_vi.png")),
    ]


def breathing_stack(count: int) -> list[Photo]:
    """A picture that is sharp in another band in each frame, and grows with the focus."""
    path = FOLDER.parents[1] / "data" / "motorcycle_all_in_focus.jpg"
    sharp = np.asarray(Image.open(path).convert("RGB"))
    blurred = cv2.GaussianBlur(sharp, (0, 0), 5)
    height, width = sharp.shape[:2]
    photos = []
    for number in range(count):
        middle = (np.arange(width) * count / width - number - 0.5) / 0.75
        weight = np.exp(-(middle**2))[None, :, None]
        frame = np.rint(weight * sharp + (1 - weight) * blurred).astype(np.uint8)
        scale = 1 + 0.004 * number
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), 0, scale)
        moved = cv2.warpAffine(frame, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
        photos.append(Photo(moved))
    return photos


def take(window: MainWindow, out: Path, state: str, looks: tuple[tuple[str, str], ...]) -> None:
    if STATES and state not in STATES:
        return
    for look in looks:
        dress(window, *look)
        shoot(window, out / name(state, *look))


def take_saving(window: MainWindow, out: Path, looks: tuple[tuple[str, str], ...]) -> None:
    """The save dialog for a JPEG, with a template that has a field which does not exist."""

    if STATES and "saving" not in STATES:
        return

    def shoot_dialog(path: Path) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        options, folders = dialog.findChild(SavingOptions), dialog.findChild(QComboBox, "lookInCombo")
        assert options is not None
        assert folders is not None
        options.template.setText("{camera} {first}")
        repaint()
        folders.setItemText(folders.currentIndex(), "/photos")
        shoot(dialog, path)
        dialog.reject()

    for look in looks:
        dress(window, *look)
        QTimer.singleShot(500, partial(shoot_dialog, out / name("saving", *look)))
        window.ask_save()


def name(state: str, language: str, look: str) -> str:
    return f"{state}-{language}-{look}.png"


def dress(window: MainWindow, language: str, look: str) -> None:
    window.choose_language(language)
    window.choose_theme(look)
    repaint()


def settle(window: MainWindow) -> None:
    """Wait until no job runs and everything is painted."""
    while window.jobs.current is not None:
        QApplication.processEvents()
        time.sleep(0.01)
    repaint()


def reveal(window: MainWindow) -> None:
    """Wait until the column has scrolled to the metrics."""
    window.metrics.unfolded.emit()
    until = time.monotonic() + 0.4
    while time.monotonic() < until:
        QApplication.processEvents()


def repaint() -> None:
    for _ in range(5):
        QApplication.processEvents()


def shoot(widget: QWidget, path: Path) -> None:
    """Save what the widget shows, in 256 colours."""
    pixmap: QPixmap = widget.grab()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.png"
        pixmap.save(str(raw))
        content = io.BytesIO(raw.read_bytes())
    picture = Image.open(content).convert("RGB")
    exact = exact_colours()
    palette = (picture.quantize(256 - len(exact)).getpalette() or [])[: 3 * (256 - len(exact))]
    for colour in exact:
        palette += colour
    keep = Image.new("P", (1, 1))
    keep.putpalette(palette)
    picture.quantize(palette=keep, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def exact_colours() -> list[tuple[int, ...]]:
    """Colours that mean something, and so must not be changed by the reduction."""
    named = asdict(theme.current())
    named.pop("name")
    greys = [tuple(int(value[n : n + 2], 16) for n in (1, 3, 5)) for value in named.values()]
    return [*greys, *OKABE_ITO[:2], *CONFIDENCE_COLOURS]


if __name__ == "__main__":
    main()
