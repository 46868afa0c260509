"""Figures: chosen pictures in a grid with captions, as PDF, SVG or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ui.canvas.viewport import Viewport
from ui.dialogs.figure import FigureDialog
from ui.dialogs.files import ask_figure
from ui.document.fused import Fused
from ui.features.feature import Entry, Parts
from ui.features.open_in import show_in_folder
from ui.i18n import tr
from ui.jobs.actions import DONE, ERROR, error_text
from ui.jobs.figure_job import FigureChoice, pictures_for, write_figure
from ui.jobs.job import Job
from ui.panels.message_bar import MessageAction
from ui.pictures.figure import FigureLayout, Region
from ui.qt import QSize


class FiguresFeature:
    """Asks what stands in a figure, and writes it by a job."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("file", "figure", lambda: tr("Save a f&igure…"), self.ask, "Ctrl+Shift+F",
                  after="export again", possible=self._has_result),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """A job that runs is cancelled by the window."""

    @property
    def layout(self) -> FigureLayout:
        """Width and resolution as they were chosen last."""
        usual, known = FigureLayout(), self._parts.preferences
        width_mm = float(known.figure_width_mm or usual.width_mm)
        return replace(usual, width_mm=width_mm, dpi=known.figure_dpi or usual.dpi)

    def ask(self) -> Job | None:
        """Let the user choose pictures, captions and a name, and write the figure."""
        parts, fused = self._parts, self._parts.session.fused
        if fused is None:
            return None
        gallery, reference = parts.job_actions.gallery, parts.measuring.reference
        offered = pictures_for(fused, gallery, parts.session.results, reference)
        view = parts.viewer.canvases[0].size()
        region = region_of(fused, parts.viewport, view)
        dialog = FigureDialog(parts.window, offered, self.layout, region)
        accepted, choice = dialog.exec() == FigureDialog.DialogCode.Accepted, dialog.choice
        dialog.deleteLater()
        if not accepted:
            return None
        parts.preferences.figure_width_mm = round(choice.layout.width_mm)
        parts.preferences.figure_dpi = choice.layout.dpi
        name = f"{fused.sources[0].path.stem}_figure{parts.preferences.figure_ending}"
        path = ask_figure(parts.window, Path(parts.preferences.folder) / name)
        return None if path is None else self.write(path, fused, choice)

    def write(self, path: Path, fused: Fused, choice: FigureChoice) -> Job:
        """Write a figure by a job."""
        parts = self._parts
        parts.preferences.folder = str(path.parent)
        parts.preferences.figure_ending = path.suffix.lower()
        protected = [source.path for source in (*fused.sources, *parts.session.sources)]
        parts.messages.clear()
        job = Job(partial(write_figure, path, fused, choice, protected), tr("Making the figure"))
        job.finished.connect(self._tell)
        job.failed.connect(lambda error: parts.messages.say(ERROR, error_text(error)))
        return parts.jobs.start(job)

    def _tell(self, path: Path) -> None:
        look = MessageAction(tr("Show in folder"), lambda: show_in_folder(path))
        self._parts.messages.say(DONE, tr("Saved as {path}.", path=path), look)

    def _has_result(self) -> bool:
        return self._parts.session.fused is not None


def region_of(fused: Fused, viewport: Viewport, view: QSize) -> Region | None:
    """What a view of this size shows of a result, in its pixels; None where it shows all of it."""
    if viewport.fits or viewport.zoom <= 0:
        return None
    rows, columns = fused.area
    spans = []
    for centre, length, side in (
        (viewport.centre.y(), view.height(), rows), (viewport.centre.x(), view.width(), columns),
    ):  # fmt: skip
        half = length / viewport.zoom / 2
        begin, end = (round(centre + sign * half) - side.start for sign in (-1, 1))
        spans.append(slice(max(begin, 0), min(end, side.stop - side.start)))
    if any(span.stop - span.start < 2 for span in spans):
        return None
    return spans[0], spans[1]
