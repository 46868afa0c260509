"""The first step: how frames are registered, and what was found, in a line."""

from __future__ import annotations

import dataclasses

from fusion import FusionError
from fusion.register.expectation import expectation
from fusion.settings import ROLES, RegistrationParameters, default_registration
from ui import theme
from ui.controls import CalmComboBox
from ui.document.kinds import source_title
from ui.document.session import Session
from ui.focus import delete_soon
from ui.i18n import tr
from ui.i18n.messages import sentence
from ui.i18n.registration import summary, warnings
from ui.jobs.actions import Actions
from ui.jobs.job import Jobs
from ui.panels.parameter_row import ParameterRow
from ui.panels.settings import heading
from ui.qt import (
    QComboBox,
    QEvent,
    QHBoxLayout,
    QLabel,
    QPushButton,
    Qt,
    QVBoxLayout,
    QWidget,
    Signal,
)

MIDDLE = -1
"""Stands for the middle frame in the list of reference frames."""
LONG_SECONDS = 15
"""Fusing that takes so long is told beforehand."""


class AlignPanel(QWidget):
    """Shows and changes how frames are registered; *Align* does it, *Fuse* does it by itself."""

    align_wanted = Signal()
    frames_wanted = Signal(bool)
    """Whether the list of frames is to be seen."""

    def __init__(self, session: Session, job_actions: Actions, jobs: Jobs) -> None:
        super().__init__()
        self._session, self._job_actions = session, job_actions
        self._named: tuple[object, ...] = ()
        self._purpose = ""
        self._heading = heading()
        self.align = QPushButton()
        self.align.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the viewer
        self.align.clicked.connect(lambda: self.align_wanted.emit())
        self.found = note("quiet")
        self.warning = note("stale")
        self.expected = note("quiet")
        self._fold = self._fold_button()
        self._fold.toggled.connect(self._take_fold)
        self.frames = self._fold_button()
        self.frames.toggled.connect(self._take_frames)
        self._options = QWidget()
        self.rows: dict[str, ParameterRow] = {}
        self._reference_label = QLabel()
        self.reference = CalmComboBox()
        self.reference.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.reference.setMinimumContentsLength(4)  # the row gives it what is left, and no more
        self.reference.activated.connect(self._take_reference)
        self._lay_out()
        for signal in (
            session.sources_changed, session.settings_changed, session.alignment_changed,
            session.result_changed, jobs.changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        self.retranslate()
        self._take_fold(False)

    def unfold(self, on: bool = True) -> None:
        """Show model, reference and the rest."""
        self._fold.setChecked(on)

    def refresh(self) -> None:
        """Bring everything in line with the session."""
        if self._purpose != self._session.purpose:
            self._rebuild()
        parameters, registration = self._session.registration_parameters, self._session.registration
        why = self._job_actions.why_not_align()
        self.align.setEnabled(not why and parameters.model != "none")
        self.align.setToolTip(why or tr("Find how the frames lie against each other (Ctrl+L)"))
        for name, row in self.rows.items():
            row.show_value(getattr(parameters, name))
        self._show_reference()
        has_roles = bool(self._session.settings.role_names)
        self.align.setVisible(not has_roles)
        untouched = registration is None or registration.is_identity
        if registration is not None and not (has_roles and untouched):
            self.found.setText(sentence(capital(summary(registration))))
        elif parameters.model == "none":
            self.found.setText(tr("The frames are fused as they are."))
        elif has_roles:
            self.found.setText(tr("Fuse aligns the infrared picture to the visible one first."))
        else:
            self.found.setText(tr("Fuse aligns the frames first, where they need it."))
        told = [] if registration is None else warnings(registration)
        self.warning.setText("\n".join(told))
        self.warning.setVisible(bool(told))
        self._show_expected()

    def _show_expected(self) -> None:
        """What fusing will take, where that is long and not over."""
        session = self._session
        words = "" if session.fused and not session.why_stale() else expected_text(session)
        self.expected.setText(words)
        self.expected.setVisible(bool(words))

    def retranslate(self) -> None:
        self._heading.setText(tr("ALIGN"))
        self.align.setText(tr("Align"))
        self._fold.setText(tr("Options"))
        self._fold.setToolTip(tr("Show or hide motion, reference and exposure"))
        self.frames.setText(tr("Frames"))
        self.frames.setToolTip(tr("Show or hide the list of frames (F9)"))
        self._reference_label.setText(tr("Reference frame"))
        hint = tr("The frame whose geometry the result has; the middle one needs the least motion")
        self._reference_label.setToolTip(hint)
        self.reference.setToolTip(hint)
        self.reference.setAccessibleName(tr("Reference frame"))
        self._named = ()
        self._rebuild()
        self.refresh()
        self._show_folds()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event is not None and event.type() == QEvent.Type.StyleChange:
            self._show_folds()
        super().changeEvent(event)

    def show_frames(self, on: bool) -> None:
        """The list of frames was shown or hidden; this only says so."""
        self.frames.blockSignals(True)
        self.frames.setChecked(on)
        self.frames.blockSignals(False)
        self._show_folds()

    def _rebuild(self) -> None:
        """A row for each parameter that describes itself."""
        for row in self.rows.values():
            self._option_rows.removeWidget(row)
            row.blockSignals(True)  # a value that is being typed is of the old row
            delete_soon(row)
        self.rows = {}
        self._purpose = self._session.purpose
        parameters, usual = self._session.registration_parameters, default_registration(self._purpose)
        for field in dataclasses.fields(RegistrationParameters):
            if "label" in field.metadata:
                row = ParameterRow(field, getattr(parameters, field.name), getattr(usual, field.name))
                row.changed.connect(self._take_parameter)
                self._option_rows.addWidget(row)
                self.rows[field.name] = row

    def _show_reference(self) -> None:
        """The roles, or the sources by number and name, below *middle frame*."""
        purpose = self._session.purpose
        roles = ROLES[purpose]
        titles = [source_title(number, purpose) for number in range(len(roles))]
        names = (purpose, *titles, *(source.name for source in self._session.sources if not roles))
        if names != self._named or not self.reference.count():
            self._named = names
            self.reference.clear()
            if not roles:
                self.reference.addItem(tr("Middle frame"), MIDDLE)
                titles = [f"{number}   {name}" for number, name in enumerate(names[1:], 1)]
            for number, title in enumerate(titles):
                self.reference.addItem(title, number)
        chosen = self._session.registration_parameters.reference
        self.reference.setCurrentIndex(self.reference.findData(MIDDLE if chosen is None else chosen))

    def _take_reference(self, index: int) -> None:
        number = self.reference.itemData(index)
        self._session.set_registration_parameter("reference", None if number == MIDDLE else number)

    def _take_parameter(self, name: str, value: object) -> None:
        try:
            self._session.set_registration_parameter(name, value)
        except FusionError:
            self.refresh()  # out of range: the control shows the old value again

    def _take_fold(self, on: bool) -> None:
        self._options.setVisible(on)
        self._show_folds()

    def _take_frames(self, on: bool) -> None:
        self._show_folds()
        self.frames_wanted.emit(on)

    def _show_folds(self) -> None:
        for button in (self._fold, self.frames):
            button.setIcon(theme.themed_icon("down" if button.isChecked() else "right"))

    def _fold_button(self) -> QPushButton:
        button = QPushButton()
        button.setObjectName("fold")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.align)
        column.addLayout(top)
        column.addWidget(self.found)
        column.addWidget(self.warning)
        column.addWidget(self.expected)
        folds = QHBoxLayout()
        folds.addWidget(self._fold)
        folds.addSpacing(12)
        folds.addWidget(self.frames)
        folds.addStretch(1)
        column.addLayout(folds)
        options = QVBoxLayout(self._options)
        options.setContentsMargins(2, 0, 0, 0)
        options.setSpacing(6)
        reference = QHBoxLayout()
        reference.addWidget(self._reference_label)
        reference.addWidget(self.reference, 1)
        options.addLayout(reference)
        self._option_rows = QVBoxLayout()
        options.addLayout(self._option_rows)
        column.addWidget(self._options)


def note(name: str) -> QLabel:
    """A sentence over several lines."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def capital(text: str) -> str:
    """With a capital at the start."""
    return text[:1].upper() + text[1:]


def expected_text(session: Session) -> str:
    """What fusing will take, in a sentence; empty where that is short, or not known of the method."""
    sources, method = session.sources, session.settings.method
    if session.why_not_fuse():
        return ""
    facts = sources[0].facts
    if facts.height is None or facts.width is None:
        return ""
    used = sum(session.is_used(number) for number in range(len(sources)))
    expected = expectation(max(used, 2), (facts.height, facts.width))
    seconds = expected.seconds.get(method, 0.0)
    if seconds < LONG_SECONDS:
        return ""
    memory = expected.memory_mb / 1000
    if not expected.scratch_mb:
        return tr("Fusing takes about {time} and {memory} GB of memory.",
                  time=duration(seconds), memory=f"{memory:.1f}")  # fmt: skip
    return tr(
        "Fusing takes about {time}, {memory} GB of memory and {scratch} GB for temporary files.",
        time=duration(seconds), memory=f"{memory:.1f}", scratch=f"{expected.scratch_mb / 1000:.1f}",
    )  # fmt: skip


def duration(seconds: float) -> str:
    """A duration as a person says it."""
    if seconds < 90:
        return tr("{seconds} s", seconds=round(seconds))
    if seconds < 5400:
        return tr("{minutes} min", minutes=round(seconds / 60))
    return tr("{hours} h", hours=f"{seconds / 3600:.1f}")
