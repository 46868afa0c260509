"""Registering as a job: because the user asked for it, or as a check of the pictures just read."""

from __future__ import annotations

from fusion import Progress
from fusion.register.registration import Registration
from ui.document.alignment import unticked
from ui.document.session import Session
from ui.i18n import tr
from ui.i18n.messages import message
from ui.i18n.registration import other_notes
from ui.jobs.job import Job, Jobs
from ui.jobs.registering import Register, register_in_order
from ui.qt import QObject, Signal


class Aligning(QObject):
    """Finds how the session's frames lie, one search at a time."""

    told = Signal(str)
    """Sentences for the user about how it went."""
    failed = Signal(object)
    ended = Signal(bool)
    """The search is over; whether something was found."""

    def __init__(self, session: Session, jobs: Jobs, register_function: Register) -> None:
        super().__init__()
        self._session, self._jobs, self._register = session, jobs, register_function
        self._job: Job | None = None
        self._of: tuple[object, object] = ((), None)
        self._is_check = False
        session.sources_changed.connect(self._drop_check)
        session.settings_changed.connect(self._drop_check)

    @property
    def is_running(self) -> bool:
        """Whether the user waits for a search."""
        return self._job is not None and not self._is_check

    @property
    def is_checking(self) -> bool:
        """Whether frames are looked at without anyone waiting."""
        return self._job is not None and self._is_check

    def start(self, as_check: bool = False) -> Job:
        """Search. A check that runs already becomes what the user waits for."""
        if self._job is not None:
            self._is_check = self._is_check and as_check
            self._jobs.changed.emit()
            return self._job
        session = self._session
        sources, parameters = session.sources, session.registration_parameters

        def work(progress: Progress) -> Registration:
            return register_in_order(self._register, sources, parameters, progress)

        def take(registration: Registration) -> None:
            session.take_registration(registration, sources, parameters)
            notes = other_notes(registration.notes, registration)
            self.told.emit(" ".join(message(note) for note in notes))

        job = Job(work, tr("Looking at the frames") if as_check else tr("Aligning"))
        self._session.ends.connect(job.cancel)
        self._job, self._is_check, self._of = job, as_check, (sources, unticked(parameters))
        job.finished.connect(take)
        job.failed.connect(self.failed)
        job.over.connect(self._end)
        return self._jobs.start(job)

    def _drop_check(self) -> None:
        """What nobody waits for is not worth going on with once it is about something else."""
        parameters = unticked(self._session.registration_parameters)
        if self._job is not None and self._is_check and self._of != (self._session.sources, parameters):
            self._job.cancel()

    def _end(self) -> None:
        self._job, self._is_check = None, False
        self._of = ((), None)  # sources that were taken out are not kept
        self.ended.emit(self._session.registration is not None)
