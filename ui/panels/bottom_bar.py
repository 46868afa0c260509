"""The line at the bottom: the pixel under the cursor, zoom, progress with Cancel, Fuse and Save."""

from __future__ import annotations

import math
import time

from fusion.notes import Note
from ui import theme
from ui.canvas.viewport import ZOOM_STEP, Viewport
from ui.controls import ShortenedLabel
from ui.document.session import Session
from ui.i18n import fusion_text, tr
from ui.i18n.messages import message
from ui.i18n.registration import summary, warnings
from ui.jobs.actions import Actions
from ui.jobs.job import Job, Jobs
from ui.jobs.time_left import Clock
from ui.panels.align import duration
from ui.plain_text import plain_tooltip
from ui.qt import (
    QColor,
    QEvent,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPainter,
    QPaintEvent,
    QPen,
    QProgressBar,
    QPushButton,
    QRectF,
    QSize,
    Qt,
    QToolButton,
    QWidget,
    Signal,
)

REASON_ROOM, REASON_SPARE = 410, 28
"""The most that the reason why *Fuse* is off takes across, and what it needs beside its text."""
FOCUS_WIDTH, FOCUS_INSET = 2.0, 3.0
"""Of the line that shows the focus on the accent colour, in pixels."""


class NextButton(QPushButton):
    """A button that may wear the accent colour; its focus is drawn in the colour that is seen on it."""

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not (self.hasFocus() and self.property("next")):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().on_accent), FOCUS_WIDTH))
        ring = QRectF(self.rect()).adjusted(FOCUS_INSET, FOCUS_INSET, -FOCUS_INSET, -FOCUS_INSET)
        painter.drawRoundedRect(ring, 3, 3)
        painter.end()


class BottomBar(QFrame):
    """Fuse and Save, what keeps them from being clicked, and what registering found, in a line."""

    frames_wanted = Signal()
    """The list of frames is to be seen."""
    fuse_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, session: Session, job_actions: Actions, jobs: Jobs, viewport: Viewport) -> None:
        super().__init__()
        self._session, self._viewport = session, viewport
        self._job_actions, self._jobs = job_actions, jobs
        self._watched: Job | None = None
        self._note = ""
        self.setObjectName("bottom")
        self.pixel = ShortenedLabel()
        self.pixel.setObjectName("quiet")
        self._zoom_text = QLabel()
        self._zoom_text.setFixedWidth(52)
        self._reason = QLabel()
        self._reason.setObjectName("reason")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self.chip = QPushButton()
        self.chip.setObjectName("chip")
        self.chip.clicked.connect(lambda: self.frames_wanted.emit())
        self.beside = QLabel()
        """What is computed beside the work; it is seen while no other job is."""
        self.beside.setObjectName("quiet")
        self.stage = QLabel()
        self.stage.setObjectName("quiet")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(150, 8)
        self._clock = Clock()
        self.left = QLabel()
        self.left.setObjectName("quiet")
        self.cancel = QPushButton()
        self.cancel.clicked.connect(jobs.cancel_current)
        self.fuse = NextButton()
        self.fuse.clicked.connect(lambda: self.fuse_wanted.emit())
        self.save = NextButton()
        self.save.clicked.connect(lambda: self.save_wanted.emit())
        for clicked in (self.cancel, self.fuse, self.save, self.chip):
            clicked.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the viewer
        self._zoom_buttons = self._make_zoom_buttons()
        self._lay_out()
        for signal in (
            session.sources_changed, session.settings_changed, session.result_changed,
            session.alignment_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        jobs.changed.connect(self._watch)
        viewport.changed.connect(self._show_zoom)
        self.retranslate()
        self._watch()

    def show_pixel(self, text: str) -> None:
        """The pixel under the cursor."""
        self.pixel.setText(text)

    def show_beside(self, text: str) -> None:
        """What is computed while nobody waits for it; empty for nothing."""
        self.beside.setText(text)
        self.beside.setVisible(bool(text) and self._jobs.current is None)

    def refresh(self) -> None:
        """What can be clicked, why not, and which button is the next thing to do."""
        why = self._job_actions.why_not_fuse()
        fused = self._session.fused
        fresh = fused is not None and not self._session.why_stale()
        busy, is_saved = self._jobs.current is not None, self._session.saved_as is not None
        self.fuse.setEnabled(not why)
        self.fuse.setToolTip(why or tr("Fuse the sources (Ctrl+Return)"))
        self.save.setEnabled(fused is not None)
        self.save.setToolTip(
            tr("Save the result as a file (Ctrl+S)") if fused else tr("There is no result to save yet")
        )
        self._reason.setVisible(bool(why) and not busy and bool(self._session.sources))
        self._show_reason(why)
        emphasise(self.fuse, not why and not fresh)
        emphasise(self.save, fresh and not is_saved)
        self.fuse.setIcon(theme.themed_icon("fuse", on_accent=not why and not fresh))
        self.save.setIcon(
            theme.themed_icon("save", on_accent=fresh and not is_saved)
        )
        self._show_chip(busy or bool(why))
        for button in self._zoom_buttons.values():
            button.setEnabled(bool(self._session.sources) or fused is not None)
        self._show_zoom()

    def _show_reason(self, why: str) -> None:
        """Why *Fuse* is off, beside it: on one line where that is short, else on two."""
        self._reason.setText(why)
        room = self._reason.fontMetrics().horizontalAdvance(why) + REASON_SPARE
        self._reason.setWordWrap(room > REASON_ROOM)
        self._reason.setFixedWidth(min(room, REASON_ROOM))

    def _show_chip(self, crowded: bool) -> None:
        """What registering found, where there is room for it."""
        registration = self._session.registration
        if registration is not None and self._session.settings.role_names and registration.is_identity:
            registration = None  # nothing was looked for
        self.chip.setVisible(registration is not None and not crowded)
        if registration is None:
            return
        told = warnings(registration)
        self.chip.setText(summary(registration))
        hint = tr("Click to see what was found about each frame")
        self.chip.setToolTip(plain_tooltip("\n".join([*told, hint])))
        theme.mark(self.chip, "flagged", bool(told))

    def retranslate(self) -> None:
        self.fuse.setText(tr("Fuse"))
        self.save.setText(tr("Save as…"))
        self.chip.setAccessibleName(tr("What aligning found"))
        self.cancel.setText(tr("Cancel"))
        self.cancel.setToolTip(tr("Stop what is running (Esc)"))
        self.progress.setAccessibleName(tr("Progress"))
        hints = {
            "zoom-out": tr("Zoom out (-)"), "zoom-in": tr("Zoom in (+)"),
            "fit": tr("Fit the picture to the window (0)"), "full": tr("Show at 100 % (1)"),
        }  # fmt: skip
        for name, button in self._zoom_buttons.items():
            button.setToolTip(hints[name])
            button.setAccessibleName(hints[name])
            button.setIcon(theme.themed_icon(name))
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self.retranslate()
        super().changeEvent(event)

    def _watch(self) -> None:
        """Show the progress of the job that runs, if any."""
        job = self._jobs.current
        for widget in (self.stage, self.progress, self.left, self.cancel):
            widget.setVisible(job is not None)
        self.show_beside(self.beside.text())
        if job is not self._watched:
            self._clock.end(False, time.monotonic())
            self.left.clear()
        if job is not None and job is not self._watched:
            self._note = ""
            self.stage.setText(job.title)
            self.progress.setRange(0, 0)
            self._clock.begin((job.title, self._session.settings.method), time.monotonic())
            job.progressed.connect(lambda *report: self._show_progress(job, *report))
            job.told.connect(lambda note: self._show_note(job, note))
            job.finished.connect(lambda _outcome: self._learn(job))
        if job is None:
            self.stage.clear()
        self._watched = job
        self.refresh()

    def _show_progress(self, job: Job, stage: str, done: int, total: int) -> None:
        if job is self._jobs.current:
            self.stage.setText(self._note or fusion_text(stage))
            self.progress.setRange(0, max(total, 1))
            self.progress.setValue(done)
            self.left.setText(left_text(self._clock.report(stage, done, total, time.monotonic())))

    def _show_note(self, job: Job, note: Note) -> None:
        """What the job says before a long part of its work stands there until it is over."""
        if job is self._jobs.current:
            self._note = message(note)
            self.stage.setText(self._note)

    def _learn(self, job: Job) -> None:
        if job is self._watched:
            self._clock.end(True, time.monotonic())

    def _show_zoom(self) -> None:
        shown = bool(self._session.sources) or self._session.fused is not None
        percent = self._viewport.zoom * 100
        text = f"{percent:.0f} %" if percent >= 10 else f"{percent:.1f} %"
        self._zoom_text.setText(text if shown else "")

    def _make_zoom_buttons(self) -> dict[str, QToolButton]:
        port = self._viewport
        actions = {
            "zoom-out": lambda: port.zoom_to(port.zoom / ZOOM_STEP**2),
            "zoom-in": lambda: port.zoom_to(port.zoom * ZOOM_STEP**2),
            "fit": port.fit,
            "full": lambda: port.zoom_to(1.0),
        }
        buttons = {}
        for name, act in actions.items():
            button = QToolButton()
            button.setProperty("flat", True)
            button.setIconSize(QSize(18, 18))
            button.clicked.connect(lambda _on, run=act: run())
            buttons[name] = button
        return buttons

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(4)
        for button in self._zoom_buttons.values():
            row.addWidget(button)
        row.addWidget(self._zoom_text)
        row.addWidget(self.pixel, 1)
        row.addWidget(self.beside)
        row.addSpacing(6)
        row.addWidget(self.chip)
        row.addWidget(self._reason)
        row.addSpacing(6)
        row.addWidget(self.stage)
        row.addSpacing(4)
        row.addWidget(self.progress)
        row.addWidget(self.left)
        row.addSpacing(4)
        row.addWidget(self.cancel)
        row.addSpacing(8)
        row.addWidget(self.fuse)
        row.addWidget(self.save)
        self.fuse.setMinimumWidth(104)
        self.setMinimumHeight(50)


def left_text(seconds: float | None) -> str:
    """``12 s left``, in steps that do not flicker; empty where nothing can be told, and for a moment."""
    if seconds is None or seconds < 1:
        return ""
    step = 1 if seconds < 20 else 5
    return tr("{time} left", time=duration(step * math.ceil(seconds / step)))


def emphasise(button: QWidget, on: bool) -> None:
    """Give the one accent colour to the next thing to do."""
    theme.mark(button, "next", on)
