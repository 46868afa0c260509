"""Parfocal's engine: photographs of one scene, focused differently, become one that is sharp.

>>> from fusion import fuse, load_photo, save_photo
>>> result = fuse(["near.jpg", "far.jpg"])          # doctest: +SKIP
>>> save_photo(result.photo, "fused.png")           # doctest: +SKIP

Each name is imported when it is first used, so that ``python -m fusion --help`` comes at once.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fusion.decision import Decision
    from fusion.errors import FusionError
    from fusion.files import ReadOptions, SaveOptions, load_photo, save_photo
    from fusion.frames.matching import Page
    from fusion.photo import Metadata, Photo
    from fusion.pipeline import FusionResult, fuse, get_ready
    from fusion.progress import Cancelled, Progress
    from fusion.registry import Method, find_method, methods
    from fusion.settings import FusionSettings, Parameters
    from fusion.version import __version__

__all__ = [
    "Cancelled",
    "Decision",
    "FusionError",
    "FusionResult",
    "FusionSettings",
    "Metadata",
    "Method",
    "Page",
    "Parameters",
    "Photo",
    "Progress",
    "ReadOptions",
    "SaveOptions",
    "__version__",
    "find_method",
    "fuse",
    "get_ready",
    "load_photo",
    "methods",
    "save_photo",
]

_PLACES = {
    "errors": ("FusionError",),
    "files": ("ReadOptions", "SaveOptions", "load_photo", "save_photo"),
    "decision": ("Decision",),
    "frames.matching": ("Page",),
    "registry": ("Method", "find_method", "methods"),
    "photo": ("Metadata", "Photo"),
    "pipeline": ("FusionResult", "fuse", "get_ready"),
    "progress": ("Cancelled", "Progress"),
    "settings": ("FusionSettings", "Parameters"),
    "version": ("__version__",),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its place."""
    for place, names in _PLACES.items():
        if name in names:
            value = getattr(importlib.import_module(f"fusion.{place}"), name)
            setattr(sys.modules[__name__], name, value)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Package(ModuleType):
    """``fusion.methods`` is the function: importing the folder of that name does not replace it."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name == "methods" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
