"""The second opinion: its job, its switch, and its command."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.settings import MULTIFOCUS
from ui.features.feature import Entry, Parts
from ui.i18n import tr
from ui.jobs.second_opinion import SecondOpinion
from ui.panels.second_opinion_switch import SecondOpinionSwitch


class SecondOpinionFeature:
    """Computes the other of the two large methods beside the work."""

    def __init__(self, parts: Parts) -> None:
        actions = parts.job_actions
        self._session = parts.session
        self.opinion = SecondOpinion(
            parts.session, parts.jobs, actions.gallery, parts.preferences, actions.fuse_function
        )
        self.opinion.told.connect(parts.bottom.show_beside)
        self.opinion.changed.connect(parts.refresh)
        self.opinion.reported.connect(parts.messages.say)
        self.switch = SecondOpinionSwitch(parts.session, self.opinion)
        parts.settings.add_below(self.switch)

    def entries(self) -> Sequence[Entry]:
        return [
            Entry("stack", "second opinion", lambda: tr("Second &opinion"), self._turn, "", after="fuse",
                  possible=lambda: self._session.purpose == MULTIFOCUS,
                  checked=lambda: self.opinion.is_on),
        ]  # fmt: skip

    def refresh(self) -> None:
        """The job follows the session by itself."""

    def close(self) -> None:
        """It ends with the window."""
        self.opinion.stop()

    def _turn(self) -> None:
        self.opinion.switch(not self.opinion.is_on)
