"""What the menus, the keys and the strip do with the results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fusion.files.existing import exists
from fusion.files.names import shortened
from fusion.files.windows_names import for_windows
from ui.canvas.panes import MOST_PANES, Pane
from ui.canvas.viewer import Viewer
from ui.canvas.views import View
from ui.dialogs import files, questions
from ui.dialogs.questions import Answer
from ui.dialogs.saving import SavingOptions, suggestion
from ui.document.results import KeptResult
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.job import Job
from ui.jobs.results_job import ResultJobs
from ui.panels.results_strip import ResultsStrip
from ui.preferences import Preferences
from ui.qt import QMenu, QPoint, Qt, QWidget

LONGEST = 120
"""Bytes of a result's name that go into the name of its file."""


class ResultCommands:
    """Each acts on the results that are selected in the strip, or on the one that is shown."""

    def __init__(
        self, window: QWidget, preferences: Preferences, session: Session, result_jobs: ResultJobs,
        viewer: Viewer, strip: ResultsStrip,
    ) -> None:  # fmt: skip
        self._window, self._preferences, self._session = window, preferences, session
        self._jobs, self._viewer, self._strip = result_jobs, viewer, strip
        strip.show_wanted.connect(self.show)
        strip.remove_wanted.connect(self.remove)
        strip.menu_wanted.connect(self._open_menu)

    @property
    def chosen(self) -> list[KeptResult]:
        """The results that are selected, or the one that is shown."""
        shown = self._session.results.shown
        chosen = self._strip.chosen if self._strip.isVisible() else []
        return chosen or ([] if shown is None else [shown])

    # Looking

    def show(self, kept: KeptResult) -> None:
        """Show this result; where results stand side by side, alone."""
        self._jobs.show(kept)
        look = self._viewer.look
        if look.view is View.COMPARE and any(pane.of is not None for pane in look.panes):
            self._viewer.show_view(View.RESULT)

    def show_number(self, number: int) -> None:
        """Show a result by its number, from 0; nothing happens where there is none."""
        if number < len(self._session.results):
            self.show(self._session.results[number])

    def can_flip(self) -> bool:
        """Whether there is another result to flip to."""
        shown = self._session.results.shown
        return shown is not None and self._session.results.partner_of(shown) is not None

    def flip(self) -> None:
        """Show the other of a result and its second opinion, or the result that was shown before."""
        shown = self._session.results.shown
        other = None if shown is None else self._session.results.partner_of(shown)
        if other is not None:
            self.show(other)

    def can_compare(self) -> bool:
        """Whether two to four results are there to stand side by side."""
        return len(self._session.results) > 1

    def compare(self) -> None:
        """The selected results side by side; where fewer than two are, the first four."""
        chosen = self._strip.chosen if len(self._strip.chosen) > 1 else list(self._session.results)
        chosen = chosen[:MOST_PANES]
        panes = [Pane(made="result", of=kept) for kept in chosen]
        self._jobs.fetch(chosen, lambda: self._viewer.compare_panes(panes))

    # Names, and taking out

    def rename(self) -> None:
        """Let the user type another name for a result, in the strip."""
        if self._strip.isVisible() and self.chosen:
            self._strip.rename(self.chosen[0])

    def remove(self, gone: Sequence[KeptResult] | None = None) -> None:
        """Take results out; asks once about those that are in no file."""
        gone = list(self.chosen if gone is None else gone)
        lost = [kept for kept in gone if kept.is_lost_with_the_window]
        if lost and not questions.ask_remove(self._window, len(lost)):
            return
        for kept in gone:
            self._session.remove_result(kept)
        self._make_sure_of_pixels()

    def remove_others(self) -> None:
        """Take all results out but the one that is shown."""
        shown = self._session.results.shown
        self.remove([kept for kept in self._session.results if kept is not shown])

    def _make_sure_of_pixels(self) -> None:
        """The neighbour of a result that was taken out may be in scratch files."""
        shown = self._session.results.shown
        if shown is not None and shown.in_files:
            self._jobs.fetch([shown], self._session.result_changed.emit)

    # Saving

    def save(self, kept: KeptResult) -> Job | None:
        """Let the user choose a name for one result, and save it."""
        chosen = self._preferences
        options = SavingOptions(chosen, kept.fused)
        path = files.ask_save(self._window, suggestion(kept.fused, chosen), options)
        if path is None:
            return None
        chosen.folder = str(path.parent)
        return self._jobs.save([(kept, path)], chosen.save_options, chosen.sidecar)

    def save_all(self, wanted: Sequence[KeptResult] | None = None) -> Job | None:
        """Save results into a folder that the user chooses, each by its name; all unless some are named.

        Files that are there already are replaced only when the user says so.
        """
        wanted, chosen = list(self._session.results if wanted is None else wanted), self._preferences
        folder = files.ask_folder(self._window, chosen.folder)
        if folder is None or not wanted:
            return None
        chosen.folder = str(folder)
        places = list(zip(wanted, file_names(wanted, chosen), strict=True))
        there = [path.name for _, path in places if exists(path)]
        if there and not questions.ask_replace_all(self._window, there):
            return None
        return self._jobs.save(places, chosen.save_options, chosen.sidecar)

    def may_lose(self) -> tuple[bool, Job | None]:
        """Ask once about all results that are in no file.

        Whether the user lets them go, and the job that saves them where that was asked for; they are
        saved once it has ended well.
        """
        unsaved = self._session.results.unsaved
        if len(unsaved) < 2:
            answer = questions.ask_unsaved(self._window)
        else:
            answer = questions.ask_unsaved(self._window, len(unsaved))
        if answer is not Answer.SAVE:
            return answer is Answer.GO_ON, None
        return False, self.save(unsaved[0]) if len(unsaved) == 1 else self.save_all(unsaved)

    # The menu of the strip

    def make_menu(self) -> QMenu:
        """What can be done with the results that are selected in the strip."""
        menu, chosen = QMenu(self._strip), self._strip.chosen
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = chosen[0]
        several = len(chosen) > 1
        for text, possible, act in (
            (tr("Show"), not several, lambda: self.show(one)),
            (tr("Compare"), 1 < len(chosen) <= MOST_PANES, self.compare),
            (tr("Save as…"), not several, lambda: self.save(one)),
            (tr("Save the selected results…"), several, lambda: self.save_all(chosen)),
            (tr("Rename"), not several, lambda: self._strip.rename(one)),
            (tr("Take out"), True, lambda: self.remove(chosen)),
            (tr("Take out all others"), len(self._session.results) > len(chosen),
             lambda: self.remove([kept for kept in self._session.results if kept not in chosen])),
        ):  # fmt: skip
            action = menu.addAction(text)
            assert action is not None
            action.setEnabled(possible)
            action.triggered.connect(lambda _checked, do=act: do())
        return menu

    def _open_menu(self, at: QPoint) -> None:
        self.make_menu().popup(at)


def file_names(results: Sequence[KeptResult], preferences: Preferences) -> list[Path]:
    """A file for each result: of the first source and the result's own name, no two alike."""
    found: list[Path] = []
    for kept in results:
        usual = suggestion(kept.fused, preferences)
        stem = f"{kept.fused.sources[0].path.stem}_{kept.name}"
        stem = for_windows(shortened(stem, LONGEST).replace(".", "_"))
        path, number = usual.with_name(stem + usual.suffix), 1
        while path in found:
            number += 1
            path = usual.with_name(f"{stem} {number}{usual.suffix}")
        found.append(path)
    return found

