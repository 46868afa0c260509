"""The switch of the second opinion in the settings of *Fuse*."""

from __future__ import annotations

from fusion.settings import MULTIFOCUS
from ui.document.session import Session
from ui.i18n import tr
from ui.jobs.second_opinion import SMALL_PIXELS, SecondOpinion
from ui.qt import QCheckBox, QEvent, Qt


class SecondOpinionSwitch(QCheckBox):
    """On or off for sources as large as those that are there."""

    def __init__(self, session: Session, opinion: SecondOpinion) -> None:
        super().__init__()
        self._session, self._opinion = session, opinion
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(opinion.switch)
        for signal in (opinion.changed, session.sources_changed, session.settings_changed):
            signal.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """Bring it in line with the sources."""
        self.setVisible(self._session.purpose == MULTIFOCUS)
        self.setChecked(self._opinion.is_on)

    def retranslate(self) -> None:
        self.setText(tr("Second opinion"))
        hint = tr(
            "After Fuse, the other of the two large methods is computed beside the work, on one core. "
            "It stops for anything else. On up to {count} megapixels of all sources together, unless "
            "you switch it off; above only where you switch it on.",
            count=SMALL_PIXELS // 1_000_000,
        )
        self.setToolTip(hint)
        self.setAccessibleDescription(hint)
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:  # noqa: N802 - Qt's name
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
