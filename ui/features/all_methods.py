"""*Run all methods*: a contact sheet of what each makes of the frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fusion import Progress
from fusion.files.outputs import refuse_outputs
from fusion.files.replacing import replace_whole
from ui.dialogs.contact_sheet import ContactSheetWindow
from ui.dialogs.files import ask_figure
from ui.document.fused import Fused
from ui.features.feature import Entry, Parts
from ui.features.open_in import show_in_folder
from ui.i18n import tr
from ui.jobs.actions import DONE, ERROR, error_text
from ui.jobs.all_methods import AllMethods, MethodRun, contact_cells
from ui.jobs.figure_job import columns_for, result_picture
from ui.jobs.job import Job
from ui.panels.message_bar import MessageAction
from ui.pictures.figure import Bytes, Cell, Figure, FigureLayout, figure_bytes, painted_image

SCREEN_DPI = 150
"""At which the sheet is shown; it is saved at that of a figure."""


class AllMethodsFeature:
    """Starts the runs, and shows and saves the contact sheet."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.runs = AllMethods(parts.session, parts.jobs, parts.job_actions, parts.measuring)
        self.runs.finished.connect(self._show)
        self.sheet: ContactSheetWindow | None = None

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("stack", "all methods", lambda: tr("Run all &methods"), self.start,
                  "Ctrl+Shift+Return", after="fuse", possible=self._is_possible),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """The window of the sheet goes with the window."""
        if self.sheet is not None:
            self.sheet.close()

    def start(self) -> Job | None:
        """Run every method of this kind of fusion."""
        self._parts.messages.clear()
        return self.runs.start()

    def _is_possible(self) -> bool:
        return not self.runs.is_running and not self._parts.job_actions.why_not_fuse()

    def _show(self, runs: tuple[MethodRun, ...]) -> None:
        """Show the sheet; its cells are made by a job, since results may be large."""
        layout = FigureLayout(columns=max(columns_for(len(runs)), 3))
        on_screen = replace(layout, dpi=SCREEN_DPI)

        def work(progress: Progress) -> list[Cell]:
            progress("Making the figure", 0, 1)
            return contact_cells(runs, self._picture_of, layout, self._centre(runs))

        def take(cells: list[Cell]) -> None:
            image = painted_image(Figure(cells, on_screen), on_screen)
            window = self._parts.window
            if self.sheet is not None:
                self.sheet.close()
            self.sheet = ContactSheetWindow(window, image, lambda: self._save(cells, layout, runs))
            self.sheet.finished.connect(self._forget)
            self.sheet.show()

        job = Job(work, tr("Making the figure"))
        job.finished.connect(take)
        job.failed.connect(self._report)
        self._parts.jobs.start(job)

    def _save(self, cells: list[Cell], layout: FigureLayout, runs: tuple[MethodRun, ...]) -> None:
        """Let the user choose a name, and write the sheet."""
        parts, source = self._parts, next((run.fused for run in runs if run.fused), None)
        name = "methods.pdf" if source is None else f"{source.sources[0].path.stem}_methods.pdf"
        path = ask_figure(self.sheet or parts.window, Path(parts.preferences.folder) / name)
        if path is None:
            return
        parts.preferences.folder = str(path.parent)
        fused = [run.fused for run in runs if run.fused is not None]
        protected = [each.path for each in parts.session.sources]
        protected += [each.path for result in fused for each in result.sources]

        def work(progress: Progress) -> Path:
            progress("Writing", 0, 1)
            refuse_outputs([path], protected)
            title = tr("All methods")
            replace_whole(path, figure_bytes(cells, layout, path.suffix.lower(), f"Parfocal: {title}"))
            return path

        job = Job(work, tr("Saving"))
        job.finished.connect(self._tell)
        job.failed.connect(self._report)
        parts.jobs.start(job)

    def _picture_of(self, fused: Fused) -> Bytes:
        return result_picture(fused, self._parts.job_actions.gallery)

    def _centre(self, runs: tuple[MethodRun, ...]) -> tuple[float, float] | None:
        """The place (y, x) that the window shows, in pixels of the results; None where it shows all."""
        port, fused = self._parts.viewport, next((run.fused for run in runs if run.fused), None)
        if port.fits or fused is None:
            return None
        rows, columns = fused.area
        return port.centre.y() - rows.start, port.centre.x() - columns.start

    def _forget(self) -> None:
        self.sheet = None

    def _tell(self, path: Path) -> None:
        look = MessageAction(tr("Show in folder"), lambda: show_in_folder(path))
        self._parts.messages.say(DONE, tr("Saved as {path}.", path=path), look)

    def _report(self, error: Exception) -> None:
        self._parts.messages.say(ERROR, error_text(error))
