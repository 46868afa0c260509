"""What registering found, in words: one for each flag, one line for all frames, warnings by name."""

from __future__ import annotations

from collections.abc import Sequence

from fusion.register.registration import FrameReport, Registration
from ui.i18n import tr

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
        "other-scene": tr("shows another scene"),
        "turned": tr("turned against the others"),
        "black": tr("black"),
        "blown": tr("overexposed"),
        "blurred": tr("blurred everywhere"),
        "darker": tr("darker or brighter than the others"),
        "duplicate": tr("the same pixels as another frame"),
        "alike": tr("nearly the same as another frame"),
        "out-of-order": tr("out of order"),
    }
    return words.get(flag, flag)


def flags_text(frame: FrameReport) -> str:
    """All that is wrong with a frame; empty where nothing is."""
    return ", ".join(flag_text(flag) for flag in frame.flags)


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


def warnings(registration: Registration, names: Sequence[str], most: int = MOST_NAMED) -> list[str]:
    """A sentence for each flagged frame, with its name and whether it takes part."""
    flagged = [number for number, frame in enumerate(registration.frames) if frame.flags]
    lines = [warning(registration.frames[number], names[number]) for number in flagged[:most]]
    if len(flagged) > most:
        lines.append(
            tr("And {count} more; see the list of frames.", count=len(flagged) - most)
        )
    return lines


def warning(frame: FrameReport, name: str) -> str:
    """What is wrong with one frame, and whether it takes part."""
    if frame.used:
        return tr("{name}: {flags}; used.", name=name, flags=flags_text(frame))
    return tr("{name}: {flags}; left out.", name=name, flags=flags_text(frame))
