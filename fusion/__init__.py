"""Parfocal's engine: photographs of one scene, focused differently, become one that is sharp.

>>> from fusion import fuse, load_photo, save_photo
>>> result = fuse(["near.jpg", "far.jpg"])          # doctest: +SKIP
>>> save_photo(result.photo, "fused.png")           # doctest: +SKIP
"""

from fusion.errors import FusionError
from fusion.files import ReadOptions, SaveOptions, load_photo, save_photo
from fusion.focus.decision import Decision
from fusion.frames import Page
from fusion.methods.registry import Method, find_method, methods
from fusion.photo import Metadata, Photo
from fusion.pipeline import FusionResult, fuse
from fusion.progress import Cancelled, Progress
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
    "load_photo",
    "methods",
    "save_photo",
]
