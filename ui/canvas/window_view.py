"""What a project keeps of the window: the view, the zoom and the middle. Nothing depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.canvas.viewer import Viewer
from ui.canvas.viewport import Viewport
from ui.canvas.views import View
from ui.qt import QPointF

FARTHEST = 2.0**24


def view_now(viewer: Viewer, viewport: Viewport) -> dict[str, Any]:
    """The view as it is."""
    if viewport.fits:
        return {"view": viewer.look.view.value, "fits": True}
    middle = [round(viewport.centre.x(), 2), round(viewport.centre.y(), 2)]
    return {
        "view": viewer.look.view.value, "fits": False, "zoom": round(viewport.zoom, 5), "middle": middle,
    }  # fmt: skip


def restored_view(view: Mapping[str, Any], viewer: Viewer, viewport: Viewport) -> None:
    """Show the view as it was, as far as it makes sense."""
    for each in View:
        if view.get("view") == each.value:
            viewer.show_view(each)
    middle = view.get("middle")
    told = [view.get("zoom"), *(middle if isinstance(middle, list) else [])]
    if view.get("fits") is False and len(told) == 3 and all(map(is_number, told)):
        zoom, x, y = map(float, told)
        viewport.zoom_to(zoom, QPointF(x, y), QPointF())


def is_number(value: object) -> bool:
    """Whether a value of a project is a number that a picture can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -FARTHEST < value < FARTHEST  # which infinity and what is no number are not
