"""Takes the pictures of a window: in both languages and looks, when nothing runs, in few colours."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from ui import theme
from ui.main_window import MainWindow
from ui.pictures.overlays import CONFIDENCE_COLOURS, OKABE_ITO, VIRIDIS, ramp
from ui.qt import QApplication, QDialog, QPixmap, QPoint, QTimer, QWidget

Looks = Sequence[tuple[str, str]]
"""Languages and looks."""
STACK = 9
"""So many frames of a stack have a colour each."""
TWO: Looks = (("en", "dark"), ("zh_CN", "light"))
FOUR: Looks = (*TWO, ("en", "light"), ("zh_CN", "dark"))
DIALOG_MILLISECONDS = 500
"""A dialog is there after so long."""
QUIET_SECONDS = 0.4
"""For what is painted a moment later: columns that scroll, buttons that fade."""


class Camera:
    """Saves what a window shows as NAME-LANGUAGE-LOOK.png in a folder.

    Parameters
    ----------
    wanted
        The states to take; empty for all.
    every
        Whether each is taken in every language and look, not only where that is said.
    ending
        Behind the name: ``@2x`` for a screen with small pixels.
    """

    def __init__(
        self, window: MainWindow, out: Path, wanted: Sequence[str] = (), every: bool = False,
        ending: str = "",
    ) -> None:  # fmt: skip
        self.window, self.out, self.ending = window, out, ending
        self._wanted, self._every = frozenset(wanted), every

    def wants(self, *states: str) -> bool:
        """Whether one of these states is to be taken."""
        return not self._wanted or bool(self._wanted & set(states))

    def take(
        self, state: str, looks: Looks = TWO, ready: Callable[[], object] | None = None,
        widget: QWidget | None = None,
    ) -> None:  # fmt: skip
        """The window, or another widget; ``ready`` is called after each change of language and look."""
        if not self.wants(state):
            return
        for look in FOUR if self._every else looks:
            self.dress(*look)
            self.window.messages.clear()
            if ready is not None:
                ready()
                self.rest()
            shoot(widget or self.window, self.path(state, *look))

    def take_dialog(
        self, state: str, show: Callable[[], object], ready: Callable[[QDialog], object] | None = None,
        looks: Looks = TWO, whole: bool = False,
    ) -> None:  # fmt: skip
        """The dialog that ``show`` opens, or with ``whole`` the window with it on top."""
        if not self.wants(state):
            return

        def finish(path: Path) -> None:
            dialog = QApplication.activeModalWidget() or QApplication.activeWindow()
            assert isinstance(dialog, QDialog), f"{state} opens no dialog"
            if ready is not None:
                ready(dialog)
            repaint()
            if whole:
                shoot(self.window, path, dialog)
            else:
                shoot(dialog, path)
            dialog.reject()

        for look in FOUR if self._every else looks:
            self.dress(*look)
            QTimer.singleShot(DIALOG_MILLISECONDS, partial(finish, self.path(state, *look)))
            show()
            self.rest(2 * DIALOG_MILLISECONDS / 1000)

    def path(self, state: str, language: str, look: str) -> Path:
        return self.out / f"{state}-{language}-{look}{self.ending}.png"

    def dress(self, language: str, look: str) -> None:
        self.window.choose_language(language)
        self.window.choose_theme(look)
        repaint()

    def settle(self) -> None:
        """Wait until no job runs, not even a quiet one, and everything is painted."""
        while not self.window.jobs.are_over:
            QApplication.processEvents()
            time.sleep(0.01)
        repaint()

    def stop(self) -> None:
        """Cancel what is running, and wait until it is over."""
        if self.window.jobs.current is not None:
            self.window.jobs.current.cancel()
        self.settle()

    def do(self, name: str) -> None:
        """Call a command of the menus by its name."""
        action = self.window.menus.actions[name]
        assert action.isEnabled(), f"{name} cannot be used now"
        action.trigger()
        repaint()

    def switch_off(self, name: str) -> None:
        """Untick a command of the menus."""
        if self.window.menus.actions[name].isChecked():
            self.do(name)

    def rest(self, seconds: float = QUIET_SECONDS) -> None:
        """Wait a moment."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.01)


def repaint() -> None:
    for _ in range(5):
        QApplication.processEvents()


def shoot(widget: QWidget, path: Path, above: QWidget | None = None) -> None:
    """Save what the widget shows, and ``above`` over it where it lies, in 256 colours."""
    pixmap: QPixmap = widget.grab()
    if above is not None:
        corner = QPoint(0, 0)
        above.render(pixmap, above.mapToGlobal(corner) - widget.mapToGlobal(corner))
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
    reduced(picture, keep).save(path, optimize=True)


def reduced(picture: Image.Image, keep: Image.Image) -> Image.Image:
    """In the colours of ``keep``: those that it has as they are, the others by a mixture of dots."""
    plain = picture.quantize(palette=keep, dither=Image.Dither.NONE)
    mixed = picture.quantize(palette=keep, dither=Image.Dither.FLOYDSTEINBERG)
    has_colour = (np.asarray(plain.convert("RGB")) == np.asarray(picture)).all(axis=2)
    mixed.paste(plain, mask=Image.fromarray(has_colour))
    return mixed


def exact_colours() -> list[tuple[int, ...]]:
    """Colours that mean something, and so must not be changed by the reduction."""
    named = asdict(theme.current())
    named.pop("name")
    greys = [tuple(int(value[n : n + 2], 16) for n in (1, 3, 5)) for value in named.values()]
    colours = (*OKABE_ITO, *ramp(VIRIDIS, STACK).tolist(), *CONFIDENCE_COLOURS)
    return [*greys, *colours]
