"""How files are read from now on: what the menu *File* lets the user choose."""

from __future__ import annotations

from ui.jobs.actions import Actions
from ui.preferences import Preferences


class ReadingChoices:
    """The choices, kept for the next start and followed by the next reading."""

    def __init__(self, preferences: Preferences, job_actions: Actions) -> None:
        self.preferences, self.job_actions = preferences, job_actions
        for choice in ("raw_space", "folder_order", "twins", "checks_frames"):
            setattr(job_actions, choice, getattr(preferences, choice))

    def choose_raw_space(self, space: str) -> None:
        """The colour space that camera RAW is developed in."""
        self.preferences.raw_space = self.job_actions.raw_space = space

    def choose_order(self, order: str) -> None:
        """The order of the pictures of a folder."""
        self.preferences.folder_order = self.job_actions.folder_order = order

    def choose_twins(self, twins: str) -> None:
        """Which of RAW and JPEG of one shot is read."""
        self.preferences.twins = self.job_actions.twins = twins

    def choose_dye(self, dye: str) -> None:
        """Which dye of a z-stack is read, from 0."""
        self.job_actions.dye = int(dye)

    def choose_checks(self, on: bool) -> None:
        """Whether frames are checked when they are read."""
        self.preferences.checks_frames = self.job_actions.checks_frames = on
