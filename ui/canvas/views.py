"""The ways to look at a session, each as the scenes of one canvas or several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from ui.canvas.panes import ERROR, RESULT, Pane, panes_of
from ui.canvas.ways import Way, combined, pair_of
from ui.document.alignment import changes_frames
from ui.document.fused import Fused
from ui.document.kinds import source_title
from ui.document.session import Session, Source
from ui.i18n import tr
from ui.pictures.depth import DepthPictures
from ui.pictures.errors import USUAL_GAIN, error_overlay
from ui.pictures.gallery import Gallery, Maps
from ui.pictures.overlays import Scene
from ui.pictures.place import Place, of_frame, of_result, of_source
from ui.pictures.pyramid import Array
from ui.pictures.registered import registered_values


class View(Enum):
    """What the middle of the window shows."""

    RESULT = "result"
    DECISION = "decision"
    CONFIDENCE = "confidence"
    DEPTH = "depth"
    COMPARE = "compare"
    RETOUCH = "retouch"
    """The result under the brush, beside the source that is painted with."""
    SOURCE = "source"
    """A source as it was taken."""
    REGISTERED = "registered"
    """A source as it lies in the result, cropped."""


ALONE = (View.SOURCE, View.REGISTERED)
"""The views of one source."""
MAPS = (View.DECISION, View.CONFIDENCE)
"""The views that only a result with a decision has."""
OF_MULTIFOCUS = (*MAPS, View.DEPTH, View.RETOUCH)
"""The views that infrared and visible do not have: nothing is decided, and no depth is seen."""


SCREEN_WIDTH, LARGEST_REDUCED, ENOUGH = 512, 2048, 0.9
"""Fewer pixels across are a thumbnail; what shows more than the second number is read whole; a picture
that lacks less than the rest of the third is sharp enough."""


@dataclass
class Look:
    """What the user chose to see, and how."""

    view: View = View.COMPARE
    slot: int = 0
    opacity: float = 0.65
    grey: bool = False
    near: str = "first"
    """Which frame is near in the depth view, the ``first`` or the ``last``."""
    rocks: bool = False
    """Whether the depth view shows the picture from side to side, not the depth map."""
    turn: int = 0
    """Which of the views from side to side."""
    panes: tuple[Pane, ...] = ()
    """What the user chose to see side by side; empty for the usual."""
    way: Way = Way.SIDES
    """How pictures are compared."""
    pair: tuple[Pane, ...] = ()
    """The two pictures that are compared in the ways that take two; empty for the usual."""
    gain: float = 8.0
    """What their difference is multiplied by."""
    painted_with: int = 0
    """The source that is painted with, from 0."""
    error_gain: int = USUAL_GAIN
    """How many times error maps show the difference."""
    painted_from: tuple[str, Fused] | None = None
    """Another result that is painted with instead, and its name."""


def can_show(session: Session, view: View) -> bool:
    """Whether there is something to see in a view; side by side shows sources alone as well."""
    fused = session.shown
    settings = [session.settings] if fused is None else [session.settings, fused.result.settings]
    if view in OF_MULTIFOCUS and any(each.role_names for each in settings):
        return False
    if view in MAPS:
        return fused is not None and fused.result.decision is not None
    if view is View.REGISTERED:
        return changes_frames(session.registration)
    if view in (View.DEPTH, View.RETOUCH):
        return fused is not None and not fused.is_preview
    return view is not View.RESULT or fused is not None


def scenes(session: Session, gallery: Gallery, look: Look) -> list[Scene]:
    """One scene for each canvas; none where there is nothing to show."""
    fused = session.shown
    if look.view in ALONE:
        return [source_alone(session, gallery, look.slot, look.view is View.REGISTERED)]
    pair = [] if look.way is Way.SIDES else pair_of(session, look.pair, look.slot)
    if look.view is View.COMPARE and len(pair) == 2:
        two = [pane_scene(session, gallery, pane, look) for pane in pair]
        return combined(two, look.way, look.gain)
    if fused is None or look.view is View.COMPARE:
        panes = panes_of(session, look.panes, look.slot)
        return [pane_scene(session, gallery, pane, look) for pane in panes]
    pictures = gallery.of_result(fused)
    result = result_scene(session, gallery, fused)
    if look.view is View.RETOUCH and look.painted_from is not None:
        name, other = look.painted_from
        beside = Scene(gallery.of_result(other).picture, caption=name, place=of_result(other))
        return [result, beside]
    if look.view is View.RETOUCH:
        number = min(look.painted_with, len(fused.sources) - 1)
        return [result, fused_source_scene(fused, gallery, number)]
    if look.view is View.DEPTH:
        return [depth_scene(result, gallery.depth_of(fused), look)]
    if look.view in MAPS and pictures.maps is not None:
        return [over(result, pictures.maps, look)]
    return [result]


def result_scene(session: Session, gallery: Gallery, fused: Fused) -> Scene:
    """The result, and why it is not to be trusted, if it is not."""
    caption = tr("Preview") if fused.is_preview else tr("Result")
    if len(session.results) > 1 and (kept := session.results.of(fused)) is not None:
        caption = kept.name  # among several it says which one it is
    return Scene(
        gallery.of_result(fused).picture, caption=caption, warning=warning(session, fused),
        place=of_result(fused),
    )  # fmt: skip


def pane_scene(session: Session, gallery: Gallery, pane: Pane, look: Look) -> Scene:
    """One of the pictures side by side."""
    fused = session.shown
    if pane.source is not None:
        if fused is not None:
            return fused_source_scene(fused, gallery, fused.sources.index(pane.source))
        return source_scene(session, gallery, session.slots.index(pane.source))
    fused = fused if pane.of is None else pane.of.fused
    assert fused is not None
    result, maps = result_scene(session, gallery, fused), gallery.of_result(fused).maps
    if pane.of is not None:
        result = replace(result, caption=pane.of.name, warning="")
    error = gallery.error_of(fused, session.results.reference) if pane.made == ERROR else None
    if error is not None:
        caption = tr("Error × {gain}: {name}", gain=look.error_gain, name=result.caption)
        overlay = error_overlay(error, look.error_gain)
        return replace(result, overlay=overlay, opacity=1.0, caption=caption)
    if pane.made in (RESULT, ERROR) or maps is None:
        return result
    return over(result, maps, replace(look, view=View(pane.made)))


def over(result: Scene, maps: Maps, look: Look) -> Scene:
    """The confidence, or in every other view the decision map, over the result."""
    if look.view is View.CONFIDENCE:
        overlay, caption = maps.confidence, tr("Confidence")
    else:
        overlay, caption = maps.grey if look.grey else maps.decision, tr("Decision map")
    return replace(result, overlay=overlay, opacity=look.opacity, caption=caption)


def depth_scene(result: Scene, depth: DepthPictures | None, look: Look) -> Scene:
    """The depth over the result, or the result from beside; the bare result until it is measured."""
    if depth is None:
        return replace(result, caption=tr("Depth"), warning=tr("The depth is not measured yet."))
    views = depth.views.get(look.near, ())
    if look.rocks and views:
        return replace(result, base=views[look.turn % len(views)], caption=tr("From side to side"))
    return replace(
        result, overlay=depth.coloured(look.near), opacity=look.opacity, caption=tr("Depth")
    )


def source_name(session: Session, slot: int) -> str:
    """``Source 2 · far.jpg``."""
    source = session.slots[slot] if slot < len(session.slots) else None
    title = source_title(slot, session.purpose)
    return f"{title} · {source.name}" if source else title


def source_scene(session: Session, gallery: Gallery, slot: int) -> Scene:
    """A source as it was taken, with the crop in it."""
    source = session.slots[slot] if slot < len(session.slots) else None
    if source is None:
        return Scene(caption=source_name(session, slot))
    place = of_source(session.registration, session.sources.index(source))
    picture = gallery.of_role(source, slot, session.purpose)
    return Scene(picture, caption=source_name(session, slot), place=place, source=source)


def source_alone(session: Session, gallery: Gallery, slot: int, registered: bool) -> Scene:
    """A source as it was taken or, ``registered``, as it lies in the result; the caption says which."""
    scene, registration = source_scene(session, gallery, slot), session.registration
    source = session.slots[slot] if slot < len(session.slots) else None
    if registration is None or source is None or not changes_frames(registration):
        return scene
    if not registered:
        return replace(scene, caption=tr("{source}, as it was taken", source=scene.caption))
    return replace(
        scene,
        caption=tr("{source}, aligned", source=scene.caption),
        place=of_frame(registration, session.sources.index(source)),
    )


def fused_source_scene(fused: Fused, gallery: Gallery, number: int) -> Scene:
    """A source as the result was made from it: registered and cropped, where the result is."""
    source, registration = fused.sources[number], fused.registration
    purpose = fused.result.settings.purpose
    caption = f"{source_title(number, purpose)} · {source.name}"
    place = Place() if registration is None else of_frame(registration, number)
    picture = gallery.of_role(source, number, purpose)
    return Scene(picture, caption=caption, place=place, source=source)


def warning(session: Session, fused: Fused) -> str:
    """Why what is shown is not what *Fuse* gives; empty when it is."""
    if fused.grown is not None:
        done, total = fused.grown
        return tr(
            "The sharpest of {done} of {total} frames; the result follows.", done=done, total=total
        )
    if fused.is_preview:
        return tr("A quick preview from small pictures; the result follows.")
    return session.why_stale()


def pixels_lacking(scene: Scene, zoom: float) -> tuple[Source, bool] | None:
    """The source whose file must be read to show it at this zoom, and whether as a whole; else None."""
    source, base = scene.source, scene.base
    if source is None or base is None or source.is_kept or base.full is None:
        return None
    there = int(base.levels[0].shape[1])
    if there < SCREEN_WIDTH or there < ENOUGH * min(zoom, 1.0) * base.width:
        return source, zoom * base.width > LARGEST_REDUCED
    return None


def read_out(session: Session, gallery: Gallery, scene: Scene, x: int, y: int) -> str:
    """What the status line says of a pixel: x, y, values as in the file, and which source gave it."""
    if scene.base is None:
        return ""
    if scene.base.full is not None:
        return f"{x}, {y}   {tr('Preview')}"
    values = values_at(scene, x, y)
    names = "RGB" if values.size == 3 else tr("Grey")
    text = f"{x}, {y}   {names} {in_words(values)}"
    if scene.gain > 0:
        return text + beside(scene, values, x, y)
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


def in_words(values: Array) -> str:
    """Values of the channels of a pixel."""
    return " ".join(f"{v:.4f}" if values.dtype.kind == "f" else str(v) for v in values)


def beside(scene: Scene, values: Array, x: int, y: int) -> str:
    """The second picture's values of a pixel whose difference is shown, and how far they are apart."""
    other = scene.other
    if other is None or other.base is None or other.base.full is not None:
        return ""
    x, y = x + scene.shown.left - other.shown.left, y + scene.shown.top - other.shown.top
    if not (0 <= x < other.shown.width and 0 <= y < other.shown.height):
        return ""
    second = values_at(other, x, y)
    text = f" − {in_words(second)}"
    if second.dtype != values.dtype or second.size != values.size:
        return text
    kind = np.float32 if values.dtype.kind == "f" else np.int64
    return f"{text} = {in_words(values.astype(kind) - second.astype(kind))}"


def values_at(scene: Scene, x: int, y: int) -> Array:
    """(1,) or (3,): a pixel of what is shown, as in the file, or as registering makes it."""
    assert scene.base is not None
    stored = scene.base.levels[0] if scene.base.values is None else scene.base.values
    if scene.place.transform is None:
        return np.atleast_1d(stored[y, x])
    shown = scene.shown
    rows, columns = slice(shown.top + y, shown.top + y + 1), slice(shown.left + x, shown.left + x + 1)
    return np.atleast_1d(registered_values(stored, scene.place.transform, (rows, columns))[0, 0])
