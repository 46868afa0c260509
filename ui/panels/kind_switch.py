"""The switch at the top: which kind of fusion, multi-focus or infrared and visible."""

from __future__ import annotations

from fusion.settings import INFRARED_VISIBLE, MULTIFOCUS
from ui.document.kinds import kind_title
from ui.document.session import Session
from ui.i18n import tr
from ui.qt import QEvent, QFrame, QHBoxLayout, QPushButton, QSizePolicy, Qt

KINDS = (MULTIFOCUS, INFRARED_VISIBLE)


class KindSwitch(QFrame):
    """Two buttons beside each other, of which one is down."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("switch")
        self.buttons = {purpose: self._button(purpose) for purpose in KINDS}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for button in self.buttons.values():
            row.addWidget(button)
        session.settings_changed.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """Show the kind that the session has."""
        for purpose, button in self.buttons.items():
            button.setChecked(purpose == self._session.purpose)

    def retranslate(self) -> None:
        hints = {
            MULTIFOCUS: tr("Pictures of one scene, focused differently: the result is sharp everywhere"),
            INFRARED_VISIBLE: tr("An infrared and a visible picture: the result shows what each shows"),
        }
        self.setAccessibleName(tr("Kind of fusion"))
        for purpose, button in self.buttons.items():
            button.setText(kind_title(purpose))
            button.setToolTip(hints[purpose])
            button.setAccessibleName(kind_title(purpose))
            button.setAccessibleDescription(hints[purpose])
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _button(self, purpose: str) -> QPushButton:
        button = QPushButton()
        button.setObjectName("segment")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the viewer
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _on: self._take(purpose))
        return button

    def _take(self, purpose: str) -> None:
        """A click on the one that is down leaves it down."""
        self._session.choose_purpose(purpose)
        self.refresh()
