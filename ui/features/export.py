"""*Export*: what is wanted of a result is ticked once, and written again with one key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fusion import FusionError, Progress
from fusion.files.existing import exists, is_folder
from ui.dialogs import questions
from ui.dialogs.export import ExportDialog, things_texts
from ui.document.fused import Fused
from ui.features.feature import Entry, Parts
from ui.features.open_in import show_in_folder
from ui.i18n import listed, tr
from ui.jobs.actions import DONE, ERROR, error_text
from ui.jobs.export_job import (
    CONFIDENCE,
    DECISION,
    DEPTH,
    Export,
    ExportChoice,
    export,
)
from ui.jobs.figure_job import figure_of, usual_figure
from ui.jobs.job import Job
from ui.panels.message_bar import MessageAction


class ExportFeature:
    """Asks what is exported, writes it by a job, and remembers all of it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._written: set[Path] = set()

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("file", "export", lambda: tr("&Export…"), self.ask, "Ctrl+Shift+E",
                  after="save depth", possible=self._has_result),
            Entry("file", "export again", lambda: tr("Export a&gain"), self.again, "Ctrl+E",
                  after="export", possible=self._has_result),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """A job that runs is cancelled by the window."""

    @property
    def last(self) -> ExportChoice:
        """What was chosen last."""
        known, usual = self._parts.preferences, ExportChoice()
        things = ExportChoice.things_from(known.export_things) or usual.wanted
        return ExportChoice(
            things, known.export_folder or known.folder,
            known.export_name or Path(known.name_template).stem,
        )  # fmt: skip

    def ask(self) -> Job | None:
        """Let the user tick and choose, and export."""
        fused = self._parts.session.fused
        if fused is None:
            return None
        window, impossible = self._parts.window, why_impossible(fused)
        dialog = ExportDialog(window, self.last, impossible, lambda choice: self._of(choice).targets())
        accepted, choice = dialog.exec() == ExportDialog.DialogCode.Accepted, dialog.choice
        dialog.deleteLater()
        if not accepted:
            return None
        known = self._parts.preferences
        known.export_things = choice.as_text()
        known.export_folder, known.export_name = choice.folder, choice.name
        return self._start(choice)

    def again(self) -> Job | None:
        """Export what was chosen last; the first time, ask."""
        if not self._has_result():
            return None
        known = self._parts.preferences.export_folder
        return self._start(self.last) if known and is_folder(Path(known)) else self.ask()

    def _has_result(self) -> bool:
        return self._parts.session.fused is not None

    def _of(self, choice: ExportChoice) -> Export:
        session = self._parts.session
        fused, shown = session.fused, session.results.shown
        assert fused is not None
        retouched = shown is not None and shown.is_retouched
        return Export(fused, fused.result, retouched, choice, self._parts.preferences.save_options)

    def _start(self, choice: ExportChoice) -> Job | None:
        """Write all of it; asks before files are replaced that were not exported before."""
        parts, wanted = self._parts, self._of(choice)
        try:
            targets = wanted.targets()
        except FusionError as error:
            parts.messages.say(ERROR, error_text(error))
            return None
        left_out = left_out_of(wanted)
        if not targets:
            parts.messages.say(ERROR, left_out)
            return None
        there = [path for path in targets if exists(path) and path not in self._written]
        if there and not questions.ask_replace_all(parts.window, [path.name for path in there]):
            return None
        parts.messages.clear()
        kept = parts.session.results.shown
        assert kept is not None
        snapshot = kept.snapshot()

        def work(progress: Progress) -> list[Path]:
            result, retouched = snapshot.finished(), wanted.is_retouched
            whole = Export(wanted.fused, result, retouched, choice, wanted.options)
            return export(whole, self._write_figure, progress)

        def take(written: list[Path]) -> None:
            self._written.update(written)
            picture = wanted.picture
            if picture is not None:
                parts.session.mark_saved(picture, kept, snapshot)
            self._tell(written, left_out)

        job = Job(work, tr("Exporting"))
        job.finished.connect(take)
        job.failed.connect(lambda error: parts.messages.say(ERROR, error_text(error)))
        return parts.jobs.start(job)

    def _write_figure(self, place: Path, fused: Fused, progress: Progress) -> None:
        choice = usual_figure(fused, self._parts.job_actions.gallery)
        place.write_bytes(figure_of(fused, choice, place.suffix.lower(), progress))

    def _tell(self, written: list[Path], left_out: str) -> None:
        text = tr("{count} files were exported to {folder}.", count=len(written),
                  folder=self.last.folder)  # fmt: skip
        if len(written) == 1:
            text = tr("Saved as {path}.", path=written[0])
        look = MessageAction(tr("Show in folder"), lambda: show_in_folder(written[0]))
        self._parts.messages.say(DONE, " ".join(filter(None, (text, left_out))), look)


def left_out_of(wanted: Export) -> str:
    """What was chosen and this result does not have, in a sentence; empty where it has all."""
    there, texts = dict(wanted.things), things_texts()
    missing = [texts[thing][0] for thing, _ending in wanted.choice.wanted if thing not in there]
    return tr("This result does not have: {things}.", things=listed(missing)) if missing else ""


def why_impossible(fused: Fused) -> dict[str, str]:
    """What this result does not have, and why."""
    found = {}
    if fused.result.decision is None:
        found[DECISION] = found[CONFIDENCE] = fused.why_no_map() or tr("This method decides nothing.")
    if fused.result.settings.role_names:
        found[DEPTH] = tr("Infrared and visible pictures have no depth.")
    return found
