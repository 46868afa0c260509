"""The ways to look at a session, each as the scenes of one canvas or several."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from ui.document.session import Fused, Maps, Session
from ui.i18n import tr
from ui.pictures.overlays import Scene


class View(Enum):
    """What the middle of the window shows."""

    RESULT = "result"
    DECISION = "decision"
    CONFIDENCE = "confidence"
    COMPARE = "compare"
    SOURCE = "source"


@dataclass
class Look:
    """What the user chose to see, and how."""

    view: View = View.COMPARE
    slot: int = 0
    opacity: float = 0.65
    grey: bool = False


def scenes(session: Session, look: Look) -> list[Scene]:
    """One scene for each canvas; none where there is nothing to show."""
    fused = session.shown
    if look.view is View.SOURCE or fused is None:
        if look.view is View.SOURCE:
            return [source_scene(session, look.slot)]
        filled = [slot for slot, source in enumerate(session.slots) if source is not None]
        return [source_scene(session, slot) for slot in filled[:4]]
    if look.view is View.COMPARE:
        maps = [decision_scene(session, fused, fused.maps, look)] if fused.maps else []
        return [*fused_source_scenes(fused, look.slot), result_scene(session, fused), *maps]
    if look.view is View.DECISION and fused.maps:
        return [decision_scene(session, fused, fused.maps, look)]
    if look.view is View.CONFIDENCE and fused.maps:
        why = warning(session, fused)
        return [Scene(fused.picture, fused.maps.confidence, look.opacity, tr("Confidence"), why)]
    return [result_scene(session, fused)]


def can_show(session: Session, view: View) -> bool:
    """Whether there is something to show in a view."""
    fused = session.shown
    if view in (View.DECISION, View.CONFIDENCE):
        return fused is not None and fused.maps is not None
    return fused is not None or view in (View.SOURCE, View.COMPARE)


def source_name(session: Session, slot: int) -> str:
    """``Image 2 · far.jpg``."""
    source = session.slots[slot] if slot < len(session.slots) else None
    title = tr("Image {number}", number=slot + 1)
    return f"{title} · {source.name}" if source else title


def source_scene(session: Session, slot: int) -> Scene:
    source = session.slots[slot] if slot < len(session.slots) else None
    return Scene(source.picture if source else None, caption=source_name(session, slot))


def fused_source_scenes(fused: Fused, slot: int) -> list[Scene]:
    """Two of the pictures that the result was made from: the chosen one and its neighbour."""
    first = min(max(slot, 0), max(len(fused.sources) - 2, 0))
    return [
        Scene(source.picture, caption=f"{tr('Image {number}', number=number + 1)} · {source.name}")
        for number, source in enumerate(fused.sources)
        if first <= number < first + 2
    ]


def result_scene(session: Session, fused: Fused) -> Scene:
    caption = tr("Preview") if fused.is_preview else tr("Result")
    return Scene(fused.picture, caption=caption, warning=warning(session, fused))


def decision_scene(session: Session, fused: Fused, maps: Maps, look: Look) -> Scene:
    overlay = maps.grey if look.grey else maps.decision
    return Scene(fused.picture, overlay, look.opacity, tr("Decision map"), warning(session, fused))


def warning(session: Session, fused: Fused) -> str:
    """Why what is shown is not what *Fuse* gives; empty when it is."""
    if fused.is_preview:
        return tr("A quick preview from small pictures; the result follows.")
    return session.why_stale()


def read_out(session: Session, scene: Scene, x: int, y: int) -> str:
    """What the status line says of a pixel: place, values as in the file, and who gave it."""
    if scene.base is None:
        return ""
    if scene.base.full is not None:
        return f"{x}, {y}   {tr('Preview')}"
    stored = scene.base.levels[0] if scene.base.values is None else scene.base.values
    values = np.atleast_1d(stored[y, x])
    shown = " ".join(f"{v:.4f}" if values.dtype == np.float32 else str(v) for v in values)
    names = "RGB" if values.size == 3 else tr("Grey")
    text = f"{x}, {y}   {names} {shown}"
    fused = session.fused
    if fused is None or scene.base is not fused.picture:
        return text
    decision = fused.result.decision
    if decision is None:
        return text
    label, share, sure = decision.at(y, x)
    return text + "   " + tr(
        "Image {number}: {share} %, confidence {sure} %",
        number=label + 1, share=round(share * 100), sure=round(sure * 100),
    )  # fmt: skip
