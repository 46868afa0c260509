"""The steps *Align, Fuse, Retouch, Export*: a bar that appears when they are needed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from ui.canvas.viewer import Viewer
from ui.canvas.views import View, can_show
from ui.document.alignment import changes_frames
from ui.document.session import Session
from ui.i18n import tr
from ui.panels.right_column import RightColumn
from ui.qt import QEvent, QFrame, QHBoxLayout, QObject, QPushButton, QSizePolicy, Qt, Signal

PLAIN = 2
"""So many registered frames need no steps: everything stands in one column."""


class Step(Enum):
    """What the user is about to do."""

    ALIGN = "align"
    FUSE = "fuse"
    RETOUCH = "retouch"
    EXPORT = "export"


class StepBar(QFrame):
    """A button a step, of which one is down."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("switch")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        self.buttons = {step: self._button(step) for step in Step}
        for button in self.buttons.values():
            row.addWidget(button)
        self.retranslate()

    def mark(self, current: Step, possible: Callable[[Step], bool]) -> None:
        """Show which step it is, and which can be taken."""
        for step, button in self.buttons.items():
            button.setChecked(step is current)
            button.setEnabled(possible(step))

    def retranslate(self) -> None:
        """Write the texts anew."""
        texts = {
            Step.ALIGN: (tr("Align"), tr("How the frames lie against each other, and which take part")),
            Step.FUSE: (tr("Fuse"), tr("Method, result and metrics")),
            Step.RETOUCH: (tr("Retouch"), tr("Paint a source over the result (B)")),
            Step.EXPORT: (tr("Export"), tr("Save the result, its maps, layers and figures")),
        }
        self.setAccessibleName(tr("Steps"))
        for number, (step, (text, hint)) in enumerate(texts.items(), 1):
            button = self.buttons[step]
            button.setText(f"{number} {text}")
            button.setToolTip(hint)
            button.setAccessibleName(text)
            button.setAccessibleDescription(hint)

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _button(self, step: Step) -> QPushButton:
        button = QPushButton()
        button.setObjectName("segment")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the viewer
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _on: self.chosen.emit(step))
        return button


class Steps(QObject):
    """Keeps bar, column and view in line: the column shows only what matters for the step.

    ``export_wanted`` tells that the user goes on to *Export*.
    """

    export_wanted = Signal()

    def __init__(self, session: Session, viewer: Viewer, column: RightColumn) -> None:
        super().__init__()
        self._session, self._viewer, self._column = session, viewer, column
        self._left = Step.FUSE
        """The step to come back to from *Retouch*."""
        self.bar = StepBar()
        self.bar.chosen.connect(self.take)
        self._holder = column.put_on_top(self.bar)
        viewer.look_changed.connect(self.refresh)
        for signal in (
            session.sources_changed, session.settings_changed, session.alignment_changed,
            session.result_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    @property
    def current(self) -> Step:
        """The step whose settings are shown."""
        return Step.RETOUCH if self._viewer.shown_view is View.RETOUCH else self._left

    @property
    def are_needed(self) -> bool:
        """Whether there is more to do than to click *Fuse*: a stack, frames that move, or a brush."""
        session = self._session
        if session.settings.role_names:
            return False
        many = len(session.sources) > PLAIN
        return many or changes_frames(session.registration) or self.current is Step.RETOUCH

    def take(self, step: Step) -> None:
        """Go to a step, as far as it can be taken."""
        if step is Step.EXPORT:
            self.export_wanted.emit()
        elif step is Step.RETOUCH:
            self._viewer.show_view(View.RETOUCH)
        else:
            self._left = step
            if self._viewer.shown_view is View.RETOUCH:
                self._viewer.show_view(View.RESULT)
        self.refresh()

    def refresh(self) -> None:
        """Bring bar and column in line with session and view."""
        current, needed = self.current, self.are_needed
        self._holder.setVisible(needed)
        self.bar.mark(current, self._is_possible)
        self._column.show_parts(
            align=not needed or current is Step.ALIGN, rest=not needed or current is Step.FUSE
        )

    def _is_possible(self, step: Step) -> bool:
        if step is Step.RETOUCH:
            return can_show(self._session, View.RETOUCH)
        return step is not Step.EXPORT or self._session.fused is not None
