"""What the list and the scrubber tell of each frame: how sharp it is, what it gave, in which colour."""

from __future__ import annotations

from ui.document.session import Session
from ui.document.source import Source


def sharpness_of_frames(session: Session) -> tuple[float | None, ...]:
    """The sharpness of every source against the sharpest, 0 to 1; None where it is not known.

    As it was measured on a small picture of each, or where that is not known as registering found it.
    """
    registration = session.registration
    measured = [source.facts.sharpness for source in session.sources]
    if registration is not None and None in measured:
        return tuple(frame.sharpness for frame in registration.frames)
    most = max((value for value in measured if value is not None), default=0.0)
    return tuple(None if value is None else value / most if most else 0.0 for value in measured)


def shares_of_frames(session: Session) -> dict[Source, float]:
    """What each source gave to the result that is shown, 0 to 1; empty where that is not known."""
    fused = session.shown
    if fused is None or not fused.shares:
        return {}
    return {fused.sources[number]: fused.shares[number] for number in fused.numbers}


def colour_numbers(session: Session) -> tuple[int, dict[Source, int]]:
    """For the colours of the decision map: of how many frames, and which of them each source is."""
    fused, sources = session.shown, session.sources
    if fused is not None and is_known(session, fused.sources):
        sources = fused.sources
    return len(sources), {source: number for number, source in enumerate(sources)}


def is_known(session: Session, sources: tuple[Source, ...]) -> bool:
    """Whether every source of the list was among ``sources``."""
    return set(session.sources) <= set(sources)
