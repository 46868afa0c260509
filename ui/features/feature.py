"""What a feature gets from the window, and what it gives: entries for the menus, and a way to end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ui.canvas.viewer import Viewer
from ui.canvas.viewport import Viewport
from ui.document.session import Session
from ui.jobs.actions import Actions
from ui.jobs.job import Jobs
from ui.jobs.measure_job import Measuring
from ui.panels.bottom_bar import BottomBar
from ui.panels.bringing_in import BringingIn
from ui.panels.message_bar import MessageBar
from ui.panels.metrics import MetricsPanel
from ui.panels.result_commands import ResultCommands
from ui.panels.results_strip import ResultsStrip
from ui.panels.retouch_step import RetouchStep
from ui.panels.scrubber import Scrubber
from ui.panels.settings import SettingsPanel
from ui.preferences import Preferences
from ui.qt import QMainWindow


@dataclass(frozen=True)
class Parts:
    """The parts of the window that features work with."""

    window: QMainWindow
    preferences: Preferences
    session: Session
    jobs: Jobs
    job_actions: Actions
    viewport: Viewport
    viewer: Viewer
    retouch: RetouchStep
    messages: MessageBar
    strip: ResultsStrip
    measuring: Measuring
    settings: SettingsPanel
    metrics: MetricsPanel
    bottom: BottomBar
    results: ResultCommands
    bringing: BringingIn
    refresh: Callable[[], None]
    """Brings what can be used and what is ticked in line, after a feature changed by itself."""
    scrubber: Scrubber


def always() -> bool:
    """What can be used at any time."""
    return True


@dataclass(frozen=True)
class Entry:
    """A command in a menu.

    Attributes
    ----------
    menu
        ``file``, ``edit``, ``stack``, ``view`` or ``help``.
    name
        What tests, the palette and :class:`ui.menus.Menus` call it.
    text
        Gives the text in the language of the window, with ``&`` before the access key.
    act
        Does it.
    key
        The shortcut; empty for none.
    after
        The name of the entry it stands behind; the end of the menu if it is empty. Of an entry in a
        group that names one outside, the submenu stands there.
    possible
        Whether it can be used now.
    checked
        Whether it is ticked now; None for entries that are never ticked.
    shown
        Whether it is in the menu now; None for entries that always are. The text of such an entry may
        change.
    group
        Entries of one group stand in a submenu of this name, in the language of the window; None for
        the menu itself.
    called
        Gives its name in the list of keys, where its text says too little outside of its menu.
    """

    menu: str
    name: str
    text: Callable[[], str]
    act: Callable[[], object]
    key: str = ""
    after: str = ""
    possible: Callable[[], bool] = always
    checked: Callable[[], bool] | None = None
    group: Callable[[], str] | None = None
    shown: Callable[[], bool] | None = None
    called: Callable[[], str] | None = None


class Feature(Protocol):
    """One thing that the window can do."""

    def entries(self) -> Sequence[Entry]:
        """Its commands."""

    def refresh(self) -> None:
        """Something in the session or the jobs has changed."""

    def close(self) -> None:
        """The window closes: end what runs, keep what is to be kept."""
