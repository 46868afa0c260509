"""Projects: opened, saved, kept as they go, and come back to after the program was killed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from fusion import FusionError
from fusion.project import ENDING, Project, read_project
from fusion.project.making import project_of_picture
from ui.canvas.window_view import restored_view, view_now
from ui.dialogs import files
from ui.dialogs.missing_files import Missing, ask_folder, ask_missing
from ui.document.autosave import Autosave, left_behind, lock_of, locked
from ui.document.project import project_of
from ui.document.source import Source
from ui.features.feature import Entry, Parts
from ui.features.recent import Recent, recent_title
from ui.i18n import listed, tr
from ui.jobs.actions import DONE, ERROR, HINT, error_text
from ui.jobs.load_job import error_lines
from ui.jobs.project_job import Opened, ProjectJobs
from ui.panels.message_bar import MessageAction
from ui.paths import data_folder
from ui.qt import QLockFile, QTimer

Read = Callable[[Path], Project]


class ProjectsFeature:
    """Opens and saves projects, and keeps the document after each change."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._session = parts, parts.session
        self.projects = ProjectJobs(parts.session, parts.jobs, parts.job_actions)
        self.autosave = Autosave(self._collect, data_folder() / "sessions")
        read = partial(parts.job_actions.read, instead=True)
        self._recent = Recent(parts.preferences, lambda path: read([path]), parts.refresh)
        self._left: tuple[Path, QLockFile] | None = None
        self._begun: Path | None = None
        self._view: dict[str, object] = {}
        self._looked_into: set[Source] = set()
        parts.job_actions.opens = self.take
        parts.job_actions.folder_read.connect(self._recent.add)
        self._connect()
        self._first = QTimer(self.autosave)  # once the window is there
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.offer_what_was_left)
        self._first.start(0)

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("file", "open project", lambda: tr("Open pro&ject…"), self.ask_open, "Ctrl+Alt+P",
                  after="pages"),
            *self._recent.entries(),
            Entry("file", "open last", lambda: tr("What was open &last"),
                  lambda: self.open(self.autosave.last), group=recent_title,
                  shown=lambda: self.autosave.last.exists()),
            Entry("file", "open making", lambda: tr("Open the &making of a saved picture…"),
                  self.ask_making, after="open project"),
            Entry("file", "save project", lambda: tr("Save pro&ject as…"), self.ask_save, "Ctrl+Alt+S",
                  after="save", possible=self._has_anything),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The menus follow the session by themselves."""

    def close(self) -> None:
        """Write what was not written, and let the document go."""
        self.projects.stop()
        self.autosave.close()

    # What the user can ask for

    def take(self, paths: Sequence[Path]) -> bool:
        """Open the project among files that came in; False where there is none."""
        project = next((path for path in paths if path.suffix.lower() == ENDING), None)
        if project is not None:
            self.open(project)
        return project is not None

    def ask_open(self) -> None:
        """Let the user choose a project."""
        path = files.ask_project(self._parts.window, self._parts.preferences.folder)
        if path is not None:
            self.open(path)

    def ask_making(self) -> None:
        """Let the user choose a picture that this program saved, and open what it was made from."""
        paths = files.ask_open(self._parts.window, self._parts.preferences.folder, many=False)
        for path in paths:
            self.open(path, project_of_picture)

    def ask_save(self) -> None:
        """Let the user choose a name for the project; it is kept there from then on."""
        first = self._session.sources[0].file if self._session.sources else None
        name = f"{first.stem if first is not None else tr('project')}{ENDING}"
        suggestion = self.autosave.path or Path(self._parts.preferences.folder) / name
        path = files.ask_save_project(self._parts.window, suggestion)
        if path is not None:
            self.save(path)

    def save(self, path: Path) -> None:
        """Save the project under a name."""
        self.projects.save(self._collect(), path)

    def open(self, path: Path, read: Read = read_project) -> None:
        """Open a project, or what ``read`` makes of a file."""
        self._parts.preferences.folder = str(path.parent)
        self.projects.find(path, read)

    def offer_what_was_left(self) -> None:
        """After the program was killed: offer to come back to what was open."""
        left = left_behind(data_folder() / "sessions")
        if not left:
            return
        text = tr("The program ended before it was closed. What was open in it has been kept.")
        self._parts.messages.say(
            HINT, text, MessageAction(tr("Come back"), partial(self._come_back, left[0])),
            MessageAction(tr("Forget it"), partial(self._forget, left[0])),
        )  # fmt: skip

    # Inside

    def _has_anything(self) -> bool:
        session = self._session
        return bool(session.sources or len(session.results) or self.projects.waiting)

    def _collect(self) -> Project:
        view = view_now(self._parts.viewer, self._parts.viewport)
        return project_of(self._session, view, self.projects.waiting, self.projects.table)

    def _connect(self) -> None:
        session, touch = self._session, self.autosave.touch
        for signal in (
            session.sources_changed, session.settings_changed, session.alignment_changed,
            session.result_changed, session.results.changed, session.history_changed,
        ):  # fmt: skip
            signal.connect(touch)
        self._parts.retouch.painter.strokes_changed.connect(self.autosave.write)
        self.autosave.failed.connect(self._say_failed)
        session.clearing.connect(self._begin_anew)
        session.sources_changed.connect(self._look_into_pictures)
        jobs = self.projects
        jobs.reported.connect(self._parts.messages.say)
        jobs.job_begun.connect(self._parts.messages.clear)
        jobs.found.connect(self._take_found)
        jobs.read.connect(self._begin)
        jobs.made.connect(self._go_on)
        jobs.saved.connect(self._take_saved)

    def _begin_anew(self) -> None:
        """Another document without a name: the project stays as it is."""
        self.autosave.begin_anew()
        self.projects.forget()
        self._session.is_in_project = False

    def _say_failed(self, error: FusionError) -> None:
        self._parts.messages.say(ERROR, error_text(error))

    def _take_found(self, opened: Opened) -> None:
        """Ask about files that are missing, once for all; then read the others."""
        if opened.missing:
            window = self._parts.window
            names, looked = [source.name for source in opened.missing], opened.folders
            answer = ask_missing(window, names, looked)
            if answer is Missing.LOOK:
                folder = ask_folder(window, str((*looked, opened.path.parent)[0]))
                more = (folder,) if folder is not None else ()
                self.projects.find(opened.path, opened.read, (*more, *looked))
                return
            if answer is Missing.CANCEL:
                return
        self.projects.open(opened)

    def _begin(self, opened: Opened) -> None:
        """Its sources were read: the document is the project's from now on."""
        self._begin_anew()
        self.autosave.is_on = False
        self.projects.begin(opened)
        self.autosave.is_on = True
        self._begun = opened.path
        self._view = dict(opened.project.view)
        self._name(opened)
        restored_view(self._view, self._parts.viewer, self._parts.viewport)
        self._go_on()

    def _name(self, opened: Opened) -> None:
        """Keep the document in the project that was opened, where that loses nothing of it."""
        is_file = opened.read is read_project and opened.path.suffix.lower() == ENDING
        if not is_file or opened.path.parent == data_folder() / "sessions":
            self.autosave.name(None)
            self.autosave.write()
            return
        self._recent.add(opened.path)
        if opened.changed:
            names = listed(path.name for path in opened.changed[:5])
            text = tr("Files that have changed since the project was saved: {names}", names=names)
            self._parts.messages.say(HINT, text)
        why = why_unchanged(opened)
        if not why and not self.autosave.name(opened.path):
            why = tr("The project is open in another window: changes here are kept apart.")
        if why:
            self.autosave.name(None)
            action = MessageAction(tr("Save project as…"), self.ask_save)
            if opened.problems:
                self._parts.messages.say(ERROR, "\n".join(error_lines(opened.problems)))
            self._parts.messages.say(HINT, why, action)
            return
        self._session.is_in_project = True

    def _go_on(self) -> None:
        """Make the next result of the project again; at the end the view is as it was left."""
        if self.projects.make_next() is None:
            if self._left is not None and self._begun == self._left[0]:
                self._end_coming_back()
            self._tell_waiting()
        if self._view and self._session.fused is not None:
            restored_view(self._view, self._parts.viewer, self._parts.viewport)
            self._view = {}
        self.autosave.touch()

    def _tell_waiting(self) -> None:
        """Results that were not made again are kept, and can be."""
        count = len(self.projects.waiting)
        if count and self.projects.can_make:
            text = (
                tr("One result is not made again yet; the project keeps it.") if count == 1
                else tr("{count} results are not made again yet; the project keeps them.", count=count)
            )  # fmt: skip
            action = MessageAction(tr("Make again"), self.projects.make_all)
            self._parts.messages.say(HINT, text, action)

    def _take_saved(self, path: Path) -> None:
        self._recent.add(path)
        self.autosave.name(path)
        self._session.is_in_project = self.autosave.path is not None
        self.autosave.touch()
        text = tr("Saved as {path}. It is kept up to date from now on.", path=path)
        self._parts.messages.say(DONE, text)

    def _come_back(self, left: Path) -> None:
        """Open what a process that was killed had open; its file goes when this one is written."""
        if left.parent == data_folder() / "sessions":
            lock = locked(lock_of(left))
            if lock is None:
                return  # another window was quicker
            self._left = left, lock
        self.open(left)

    def _end_coming_back(self) -> None:
        assert self._left is not None
        left, lock = self._left
        self._left = None
        self.autosave.touch()
        if self.autosave.finish():
            left.unlink(missing_ok=True)
        lock.unlock()

    def _forget(self, left: Path) -> None:
        """The document stays as the last one, which File → Open recent has."""
        if left.parent == data_folder() / "sessions":
            with contextlib.suppress(OSError):
                left.replace(self.autosave.last)

    def _look_into_pictures(self) -> None:
        """A picture that this program made with strokes: offer to open what it was made from."""
        new = [source for source in self._session.sources if source not in self._looked_into]
        self._looked_into = set(self._session.sources)
        made = next((source for source in new if source.was_retouched), None)
        if made is not None:
            text = tr("{name} was made and retouched by this program.", name=made.name)
            act = partial(self.open, made.path, project_of_picture)
            self._parts.messages.say(HINT, text, MessageAction(tr("Open what it was made from"), act))


def why_unchanged(opened: Opened) -> str:
    """Why a project stays as it is when it is opened: keeping it would lose something; empty where it
    does not."""
    if opened.missing or opened.problems:
        return tr("Files of the project are missing: it stays as it is, and changes are kept apart.")
    if opened.changed and any(result.retouch for result in opened.project.results):
        return tr("Strokes may be lost by that: the project stays as it is, and changes are kept apart.")
    return ""
