"""The window: puts the panels side by side and connects them to the session and its jobs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ui import i18n, theme
from ui.canvas.viewer import Viewer
from ui.canvas.viewport import ZOOM_STEP, Viewport
from ui.canvas.views import View
from ui.dialogs import files, questions
from ui.dialogs.about import AboutDialog
from ui.dialogs.questions import Answer
from ui.dialogs.saving import SavingOptions, suggestion
from ui.dialogs.shortcuts import ShortcutsDialog
from ui.document.session import Session
from ui.features import FEATURES
from ui.features.feature import Parts
from ui.focus import focus_next
from ui.i18n import tr
from ui.icons import program_icon
from ui.jobs.actions import ERROR, Actions, fault_text
from ui.jobs.depth_job import Depths
from ui.jobs.job import Jobs
from ui.jobs.looking import Looking
from ui.jobs.measure_job import Measuring
from ui.jobs.results_job import ResultJobs
from ui.menus import Commands, Menus, run
from ui.panels.align import AlignPanel
from ui.panels.bottom_bar import BottomBar
from ui.panels.bringing_in import BringingIn, is_own_drag
from ui.panels.columns import fill_columns, fill_middle
from ui.panels.frames import FramesPanel
from ui.panels.message_bar import MessageBar
from ui.panels.metrics import MetricsPanel
from ui.panels.reading_choices import ReadingChoices
from ui.panels.result_commands import ResultCommands
from ui.panels.results import ResultsPanel
from ui.panels.results_strip import ResultsStrip
from ui.panels.retouch_step import RetouchStep
from ui.panels.right_column import RightColumn
from ui.panels.scrubber import Scrubber
from ui.panels.settings import SettingsPanel
from ui.panels.sources import SourcesPanel
from ui.panels.stack_commands import StackCommands
from ui.panels.steps import Steps
from ui.preferences import Preferences
from ui.qt import (
    QApplication,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QEvent,
    QKeyEvent,
    QMainWindow,
    Qt,
    QVBoxLayout,
    QWidget,
)
from ui.samples import sample_pair
from ui.screen import keep_on_screen

STEPS = {
    int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Down): 1,
}  # fmt: skip
"""By how many frames the arrow keys step."""
STOP_SECONDS = 2.0
"""How long closing waits for cancelled threads."""


class MainWindow(QMainWindow):
    """Two pictures in, one click, one picture out; everything else is out of the way."""

    def __init__(
        self, preferences: Preferences, session: Session | None = None,
        job_actions: Actions | None = None, jobs: Jobs | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.preferences = preferences
        self.session = session or Session()
        self.jobs = jobs or Jobs()
        self.job_actions = job_actions or Actions(self.session, self.jobs)
        self.gallery = self.job_actions.gallery
        self.viewport = Viewport()
        self.sources = SourcesPanel(self.session, self.gallery)
        self.messages = MessageBar()
        self.viewer = Viewer(self.session, self.gallery, self.viewport, self.messages)
        self.strip = ResultsStrip(self.session, self.gallery, self.viewport)
        self.scrubber = Scrubber(self.session)
        self.align = AlignPanel(self.session, self.job_actions, self.jobs)
        self.frames = FramesPanel(self.session)
        self.settings = SettingsPanel(self.session)
        self.results = ResultsPanel(self.session)
        self.measuring = Measuring(self.session, self.jobs, self.job_actions)
        self.looking = Looking(self.session, self.jobs, self.gallery)
        self.depths = Depths(self.session, self.jobs, self.gallery)
        self.metrics = MetricsPanel(self.session, self.measuring, preferences)
        self.bottom = BottomBar(self.session, self.job_actions, self.jobs, self.viewport)
        self.retouch = RetouchStep(self.session, self.jobs, self.job_actions, self.viewer, self.viewport)
        self.result_jobs = ResultJobs(self.session, self.jobs, self.gallery)
        self.result_commands = ResultCommands(
            self, preferences, self.session, self.result_jobs, self.viewer, self.strip
        )
        self.reading = ReadingChoices(preferences, self.job_actions)
        self.bringing = BringingIn(self.jobs, self.job_actions, self.messages, self.open_files)
        self.features = [make(self._parts()) for make in FEATURES]
        entries = [entry for feature in self.features for entry in feature.entries()]
        self.menus = Menus(self, self._commands(), entries)
        self._language = preferences.language or i18n.system_language()
        self._lay_out()
        self._connect()
        self._build_menus()
        self.setAcceptDrops(True)
        self.setWindowIcon(program_icon())
        self.setMinimumSize(980, 600)
        self.resize(1320, 860)
        if preferences.geometry:
            self.restoreGeometry(preferences.geometry)
        if preferences.panels:
            self._columns.restoreState(preferences.panels)
        keep_on_screen(self)
        self._retitle()
        self.viewer.setFocus()

    # What the user can ask for

    def open_files(self, paths: Sequence[Path], slot: int | None = None, instead: bool = False) -> None:
        """Read pictures into the slots; with ``instead`` in place of all that is there."""
        if paths:
            self.preferences.folder = str(paths[0].parent)
            self.job_actions.read(paths, slot, instead)

    def ask_open(self, slot: int | None = None) -> None:
        """Let the user choose pictures; into ``slot`` and the empty ones after it."""
        self.open_files(files.ask_open(self, self.preferences.folder), slot)

    def ask_open_set(self, pages: bool = False) -> None:
        """Let the user choose pictures (or pages) for the empty slots, or a new set if none is."""
        paths = files.ask_open(self, self.preferences.folder, pages=pages)
        if paths:
            self.preferences.folder = str(paths[0].parent)
            self.job_actions.read(paths, instead=None not in self.session.slots, pages=pages)

    def align_frames(self) -> None:
        """Find how the frames lie against each other, and show what was found."""
        if self.job_actions.align() is not None:
            self.show_frames(True)

    def show_frames(self, on: bool) -> None:
        """Show or hide the list of frames."""
        self.menus.actions["frames"].setChecked(on)

    def fuse(self) -> None:
        self.job_actions.fuse()

    def ask_save(self) -> bool:
        """Let the user choose a name and save; False when cancelled or refused."""
        fused = self.session.fused
        if fused is None:
            return False
        chosen = self.preferences
        path = files.ask_save(self, suggestion(fused, chosen), SavingOptions(chosen, fused))
        if path is None:
            return False
        chosen.folder = str(path.parent)
        return self.job_actions.save(path, chosen.save_options, chosen.sidecar) is not None

    def ask_save_depth(self) -> None:
        """Let the user choose a name for the depth, and save it; the depth view measures it first."""
        measured = self.depths.measured
        if measured is None:
            self.viewer.show_view(View.DEPTH)
            self.depths.measure()
            return
        name = f"{measured.fused.sources[0].path.stem}_depth.png"
        path = files.ask_save_depth(self, Path(self.preferences.folder) / name)
        if path is not None:
            self.preferences.folder = str(path.parent)
            self.depths.save(path, self.viewer.look.near)

    def start_over(self) -> None:
        """Empty slots and no result; asks where one would be lost."""
        if not self.session.is_saved and not self._may_lose_results():
            return
        self.messages.clear()
        self.session.clear()

    def open_sample(self) -> None:
        """Put the sample pictures into the slots."""
        pair = sample_pair()
        if pair:
            self.job_actions.read(pair, instead=True)
        else:
            self.messages.say(ERROR, tr("There are no sample pictures beside the program."))

    def choose_theme(self, name: str) -> None:
        self.preferences.theme = name
        theme.apply(name)

    def choose_language(self, code: str) -> None:
        self.preferences.language = code
        self._language = i18n.install(code)

    def show_fault(self) -> None:
        """A programming error came up: one sentence, the rest is in the log."""
        self.messages.say(ERROR, fault_text())

    # Events

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is None:
            return
        if self.jobs.current is not None and questions.ask_stop(self) is Answer.STAY:
            event.ignore()
            return
        self.jobs.cancel_all()
        if not self.session.is_saved and not self._may_lose_results():
            event.ignore()
            return
        self.jobs.cancel_all()
        for feature in self.features:
            feature.close()
        self.jobs.wait(STOP_SECONDS)
        self.preferences.geometry = bytes(self.saveGeometry())
        self.preferences.panels = bytes(self._columns.saveState())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is not None and event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.viewer.flip(True)
        elif event is not None and event.key() in STEPS:
            self.viewer.step(STEPS[event.key()])
        elif event is not None and event.key() == Qt.Key.Key_Escape and self.messages.close_latest():
            event.accept()
        elif event is not None:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        if event is not None and event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.viewer.flip(False)
        elif event is not None:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab, in the order of the layouts: cards and rows are made anew all the time."""
        return focus_next(self, QApplication.focusWidget(), forward)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:  # noqa: N802
        if event is not None and not is_own_drag(event.mimeData()):
            event.acceptProposedAction()
            self.viewer.show_drop(True)

    def dragMoveEvent(self, event: QDragMoveEvent | None) -> None:  # noqa: N802
        if event is not None:
            event.acceptProposedAction()
            self.viewer.drop_adds(self.mapToGlobal(event.pos()))

    def dragLeaveEvent(self, _event: QDragLeaveEvent | None) -> None:  # noqa: N802
        self.viewer.show_drop(False)

    def dropEvent(self, event: QDropEvent | None) -> None:  # noqa: N802
        if event is None or is_own_drag(event.mimeData()):
            return
        at = self.mapToGlobal(event.pos())
        on_list = self.sources.rect().contains(self.sources.mapFromGlobal(at))
        adds = None in self.session.slots or on_list or self.viewer.drop_adds(at)
        self.viewer.show_drop(False)
        event.acceptProposedAction()
        self.bringing.take(event.mimeData(), instead=not adds)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.messages.clear()
            self.session.results.retitle()
            self._build_menus()
            self._retitle()
        super().changeEvent(event)

    # Inside

    def _may_lose_results(self) -> bool:
        """Ask once about all results that are not saved; True where the way is free."""
        goes_on, saving = self.result_commands.may_lose()
        if saving is None:
            return goes_on
        while self.jobs.current is not None:  # a save is short, and cancelling it loses the result
            self.jobs.current.wait(0.05)
            QApplication.processEvents()
        return self.session.is_saved

    def _commands(self) -> Commands:
        port = self.viewport
        return Commands(
            open=self.ask_open_set, add=self.ask_open, pages=lambda: self.ask_open_set(pages=True),
            exchange=self.session.exchange, choose_kind=self.session.choose_purpose,
            align=self.align_frames, fuse=self.fuse, save=lambda: run(self.ask_save),
            save_depth=self.ask_save_depth, clear=self.start_over,
            close=self.close, cancel=self.jobs.cancel_current, show_view=self.viewer.show_view,
            zoom_in=lambda: self.viewer.zoom_to(port.zoom * ZOOM_STEP**2),
            zoom_out=lambda: self.viewer.zoom_to(port.zoom / ZOOM_STEP**2),
            fit=port.fit, full=lambda: self.viewer.zoom_to(1.0), show_place=self.retouch.show_place,
            toggle_sources=self.sources.setVisible,
            toggle_settings=lambda on: self._right.setVisible(on), toggle_frames=self._toggle_frames,
            choose_theme=self.choose_theme, choose_language=self.choose_language,
            reading=self.reading, sample=self.open_sample,
            stack=StackCommands(self, self.session, self.sources, self.job_actions),
            shortcuts=self._show_keys, about=lambda: AboutDialog(self).exec(),
        )  # fmt: skip

    def _toggle_frames(self, on: bool) -> None:
        self.frames.setVisible(on)
        self.align.show_frames(on)

    def _show_keys(self) -> None:
        ShortcutsDialog(self, self.menus.commands(), Path(self.preferences.folder)).exec()

    def _build_menus(self) -> None:
        self.menus.build(self.preferences.theme, self._language, self.session.purpose)
        self._refresh_actions()

    def _connect(self) -> None:
        self.sources.open_wanted.connect(self.ask_open)
        self.sources.files_dropped.connect(lambda slot, paths: self.open_files(paths, slot))
        self.viewer.open_wanted.connect(self.ask_open)
        self.viewer.read_out.connect(self.bottom.show_pixel)
        self.viewer.look_changed.connect(self._mark_viewed)
        self.scrubber.looked_at.connect(self.viewer.look_at_slot)
        self.scrubber.step_wanted.connect(self.viewer.step)
        self.sources.list.compare_wanted.connect(self.viewer.compare)
        self.sources.list.chosen_changed.connect(self.viewer.offer)
        self.job_actions.expected.connect(self.sources.expect)
        self.job_actions.previewed.connect(self.sources.show_preview)
        self.sources.looked_at.connect(self.viewer.look_at_slot)
        self.align.align_wanted.connect(self.align_frames)
        self.align.frames_wanted.connect(self.show_frames)
        self.bottom.frames_wanted.connect(lambda: self.show_frames(True))
        self.frames.looked_at.connect(self.viewer.look_at_frame)
        self.bottom.fuse_wanted.connect(self.fuse)
        self.bottom.save_wanted.connect(lambda: run(self.ask_save))
        self.viewer.pixels_wanted.connect(self.looking.read)
        self.looking.shown.connect(self.viewer.show_again)
        self.viewer.depth_wanted.connect(lambda: run(self.depths.measure))
        self.viewer.sides_wanted.connect(lambda near: run(partial(self.depths.make_views, near)))
        self.depths.changed.connect(self.viewer.take_depth)
        for worker in (
            self.job_actions, self.measuring, self.depths, self.retouch.jobs, self.result_jobs,
        ):  # fmt: skip
            worker.reported.connect(self.messages.say)
            worker.job_begun.connect(self.messages.clear)
        for signal in (
            self.session.sources_changed, self.session.settings_changed, self.session.result_changed,
            self.session.preview_changed, self.session.alignment_changed, self.session.history_changed,
            self.jobs.changed, self.session.results.changed,
        ):  # fmt: skip
            signal.connect(self._refresh_actions)
        self.session.sources_changed.connect(self._retitle)

    def _mark_viewed(self) -> None:
        self.sources.mark_viewed(self.viewer.viewed_slot)
        self.scrubber.mark(self.viewer.viewed_slot)

    def _parts(self) -> Parts:
        return Parts(
            self, self.preferences, self.session, self.jobs, self.job_actions, self.viewport,
            self.viewer, self.retouch, self.messages, self.strip, self.measuring, self.settings,
            self.metrics, self.bottom, self.result_commands, self.bringing, self._refresh_actions,
            self.scrubber,
        )  # fmt: skip

    def _refresh_actions(self) -> None:
        for feature in self.features:
            feature.refresh()
        if self.menus.actions:
            self.menus.allow(
                self.session, align=self.align.align.isEnabled(),
                fuse=not self.job_actions.why_not_fuse(), cancel=self.jobs.current is not None,
            )  # fmt: skip

    def _retitle(self) -> None:
        names = [source.name for source in self.session.sources]
        shown = " + ".join(names[:2]) + (" …" if len(names) > 2 else "")
        self.setWindowTitle(f"{shown} - Parfocal" if shown else "Parfocal")

    def _lay_out(self) -> None:
        """From the outside in: with each new parent Qt applies the style sheet to all inside again."""
        self.setCentralWidget(QWidget())
        rows = QVBoxLayout(self.centralWidget())
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._right = RightColumn()
        self._columns = fill_columns(self.frames, self.bottom, rows)
        fill_middle(self._columns, self.sources, (self.viewer, self.strip, self.scrubber), self._right)
        self._right.fill(self.align, self.settings, self.results, metrics=self.metrics)
        self._right.put_first(self.retouch.panel)
        self.steps = Steps(self.session, self.viewer, self._right)
        self.steps.export_wanted.connect(lambda: self.menus.actions["export"].trigger())
