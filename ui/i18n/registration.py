"""What registering found, in words: one for each flag, one line for all frames, warnings by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fusion.notes import Note
from fusion.register.apply import flag_notes, notes_of
from fusion.register.registration import FrameReport, Registration
from ui.i18n import listed, tr
from ui.i18n.messages import message

MOST_NAMED = 3
"""So many flagged frames are named; the list of frames shows all."""


def flag_text(flag: str) -> str:
    """What is wrong with a frame, in a few words.

    Examples
    --------
    >>> flag_text("blurred")
    'blurred everywhere'
    """
    words = {
        "unregistered": tr("could not be registered"),
        "uncertain": tr("registered uncertainly"),
        "other-scene": tr("another scene"),
        "turned": tr("was turned"),
        "black": tr("black"),
        "blown": tr("blown out"),
        "blurred": tr("blurred everywhere"),
        "darker": tr("lit otherwise"),
        "duplicate": tr("pixels of an earlier frame"),
        "alike": tr("focused like the one before"),
        "out-of-order": tr("out of order"),
    }
    return words.get(flag, flag)


def flags_text(frame: FrameReport) -> str:
    """All that is wrong with a frame; empty where nothing is."""
    return listed(flag_text(flag) for flag in frame.flags)


def summary(registration: Registration) -> str:
    """What was found and done, in one line."""
    share = 100 * registration.largest_motion
    if share > 0:
        percent = f"{share:.1f}" if share >= 0.1 else f"{share:.2f}"
        text = tr("frames differed by {percent} %: aligned", percent=percent)
    elif any(registration.frames[number].transform.has_gain for number in registration.used):
        text = tr("frames differed in exposure: evened out")
    else:
        text = tr("frames are registered: untouched")
    left_out = len(registration.frames) - len(registration.used)
    return f"{text} · {tr('{count} left out', count=left_out)}" if left_out else text


def warnings(registration: Registration, most: int = MOST_NAMED) -> list[str]:
    """A sentence for each frame that is flagged, with its name and whether it is left out."""
    flagged = tuple(frame for frame in registration.frames if frame.flags)
    notes = flag_notes(replace(registration, frames=flagged))
    lines = [message(note) for note in notes[:most]]
    if len(notes) > most:
        lines.append(tr("And {count} more; see the list of frames.", count=len(notes) - most))
    return lines


def other_notes(notes: Sequence[Note], registration: Registration | None) -> list[Note]:
    """Those notes of a result that are not about its registration."""
    told = () if registration is None else notes_of(registration)
    return [note for note in notes if note not in told]
