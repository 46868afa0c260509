"""The ways of comparing: side by side, by a divider, by blinking, by the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from ui.canvas.panes import RESULT, Pane, made_in, sources_of
from ui.document.session import Session
from ui.i18n import tr
from ui.pictures.overlays import Scene

GAINS = (1, 2, 4, 8, 16, 32, 64, 128)
"""What a difference can be multiplied by."""


class Way(Enum):
    """How pictures are compared."""

    SIDES = "sides"
    """Up to four beside each other."""
    PAIR = "pair"
    """Two beside each other."""
    SPLIT = "split"
    """Two on one canvas, left and right of a divider."""
    BLINK = "blink"
    """One of two, the other while Space is held."""
    DIFFERENCE = "difference"
    """The absolute difference of two, times a gain."""


ON_ONE_CANVAS = (Way.SPLIT, Way.BLINK, Way.DIFFERENCE)


def pair_of(session: Session, chosen: Sequence[Pane], slot: int) -> list[Pane]:
    """The two pictures that were chosen, where both are there; else the result and the frame in
    ``slot``, or the first two sources; fewer where there are not two pictures."""
    if len(chosen) == 2 and all(pane.exists(session) for pane in chosen):
        return list(chosen)
    sources = sources_of(session)
    if made_in(session):
        looked_at = session.slots[slot] if slot < len(session.slots) else None
        source = looked_at if looked_at in sources else next(iter(sources), None)
        return [Pane(made=RESULT), *([] if source is None else [Pane(source)])]
    return [Pane(source) for source in sources[:2]]


def combined(pair: Sequence[Scene], way: Way, gain: float) -> list[Scene]:
    """Two scenes as a way of comparing shows them: on two canvases, or together on one."""
    if way not in ON_ONE_CANVAS:
        return list(pair)
    first, second = pair
    together = replace(first, other=second)
    if way is not Way.DIFFERENCE:
        return [together]
    return [replace(together, gain=gain, warning="")]


def white_of(pair: Sequence[Scene], gain: float) -> str:
    """Which difference is white at a gain, in the units in which the two are compared."""
    kinds = {
        scene.base.levels[0].dtype.name
        for scene in pair if scene.base is not None and scene.overlay is None
    }  # fmt: skip
    if len(kinds) == 1 and kinds <= {"float32"}:
        return tr("White: a difference of {value} of {range}", value=f"{1 / gain:.3g}", range="1")
    most = 65535 if kinds == {"uint16"} else 255
    value = f"{round(most / gain, 1):g}"
    return tr("White: a difference of {value} of {range}", value=value, range=str(most))
