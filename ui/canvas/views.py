"""The ways to look at a session, each as the scenes of one canvas or several."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from ui.document.session import Fused, Session
from ui.i18n import tr
from ui.pictures.gallery import Gallery, Maps
from ui.pictures.overlays import Scene


class View(Enum):
    """What the middle of the window shows."""

    RESULT = "result"
    DECISION = "decision"
    CONFIDENCE = "confidence"
    COMPARE = "compare"
    SOURCE = "source"


MAPS = (View.DECISION, View.CONFIDENCE)
"""The views that only a result with a decision has."""


@dataclass
class Look:
    """What the user chose to see, and how."""

    view: View = View.COMPARE
    slot: int = 0
    opacity: float = 0.65
    grey: bool = False


def can_show(session: Session, view: View) -> bool:
    """Whether there is something to see in a view; side by side shows sources alone as well."""
    fused = session.shown
    if view in MAPS:
        return fused is not None and fused.result.decision is not None
    return view is not View.RESULT or fused is not None


def scenes(session: Session, gallery: Gallery, look: Look) -> list[Scene]:
    """One scene for each canvas; none where there is nothing to show."""
    fused = session.shown
    if look.view is View.SOURCE:
        return [source_scene(session, gallery, look.slot)]
    if fused is None:
        filled = [slot for slot, source in enumerate(session.slots) if source is not None]
        return [source_scene(session, gallery, slot) for slot in filled[:4]]
    pictures = gallery.of_result(fused)
    caption = tr("Preview") if fused.is_preview else tr("Result")
    result = Scene(pictures.picture, caption=caption, warning=warning(session, fused))
    if look.view is View.COMPARE:
        compared = [*fused_source_scenes(fused, gallery, look.slot), result]
        return compared if pictures.maps is None else [*compared, over(result, pictures.maps, look)]
    if look.view in MAPS and pictures.maps is not None:
        return [over(result, pictures.maps, look)]
    return [result]


def over(result: Scene, maps: Maps, look: Look) -> Scene:
    """The confidence, or in every other view the decision map, over the result."""
    if look.view is View.CONFIDENCE:
        return Scene(result.base, maps.confidence, look.opacity, tr("Confidence"), result.warning)
    overlay = maps.grey if look.grey else maps.decision
    return Scene(result.base, overlay, look.opacity, tr("Decision map"), result.warning)


def source_name(session: Session, slot: int) -> str:
    """``Source 2 · far.jpg``."""
    source = session.slots[slot] if slot < len(session.slots) else None
    title = tr("Source {number}", number=slot + 1)
    return f"{title} · {source.name}" if source else title


def source_scene(session: Session, gallery: Gallery, slot: int) -> Scene:
    source = session.slots[slot] if slot < len(session.slots) else None
    picture = gallery.of_source(source) if source else None
    return Scene(picture, caption=source_name(session, slot))


def fused_source_scenes(fused: Fused, gallery: Gallery, slot: int) -> list[Scene]:
    """Two of the sources that the result was made from: the chosen one and its neighbour."""
    first = min(max(slot, 0), max(len(fused.sources) - 2, 0))
    return [
        Scene(
            gallery.of_source(source),
            caption=f"{tr('Source {number}', number=number + 1)} · {source.name}",
        )
        for number, source in enumerate(fused.sources)
        if first <= number < first + 2
    ]


def warning(session: Session, fused: Fused) -> str:
    """Why what is shown is not what *Fuse* gives; empty when it is."""
    if fused.is_preview:
        return tr("A quick preview from small pictures; the result follows.")
    return session.why_stale()


def read_out(session: Session, gallery: Gallery, scene: Scene, x: int, y: int) -> str:
    """What the status line says of a pixel: x, y, values as in the file, and which source gave it."""
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
    if fused is None or scene.base is not gallery.of_result(fused).picture:
        return text
    decision = fused.result.decision
    if decision is None:
        return text
    label, share, confidence = decision.at(y, x)
    return text + "   " + tr(
        "Source {number}: {share} %, confidence {confidence} %",
        number=label + 1, share=round(share * 100), confidence=round(confidence * 100),
    )  # fmt: skip
