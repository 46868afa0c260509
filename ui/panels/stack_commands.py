"""What the menus do with the list of sources."""

from __future__ import annotations

from ui.dialogs import questions
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.actions import Actions
from ui.panels.sources import SourcesPanel
from ui.qt import QWidget


class StackCommands:
    """Each is one change of the list, which *Undo* takes back."""

    def __init__(
        self, window: QWidget, session: Session, sources: SourcesPanel, job_actions: Actions
    ) -> None:
        self._window, self._session = window, session
        self._sources, self._job_actions = sources, job_actions

    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def select_all(self) -> None:
        """Select every row of the list; cards are not selected."""
        if self._sources.shows_list:
            self._sources.list.selectAll()
            self._sources.list.setFocus()

    def remove(self) -> None:
        """Take out what is selected, or of the cards the one that has the focus."""
        self._session.remove_all(self._sources.chosen())

    def remove_all(self) -> None:
        self._session.empty_slots()

    def reverse(self) -> None:
        self._session.reverse()

    def keep_every(self) -> None:
        """Ask for a number n, and keep every n-th source."""
        most = max(len(self._session.sources) - 1, 2)
        asked = tr("Keep the first source and every n-th after it; take the others out. n:")
        step = questions.ask_number(self._window, tr("Keep every n-th"), asked, 2, most)
        if step is not None:
            self._session.keep_every(step)

    def sort_by_name(self) -> None:
        self._job_actions.sort(by_time=False)

    def sort_by_time(self) -> None:
        self._job_actions.sort(by_time=True)
