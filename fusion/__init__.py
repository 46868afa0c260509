"""Parfocal's fusion core: photographs of one scene, focused differently, become one that is sharp.

>>> from fusion import fuse, load_photo, save_photo
>>> result = fuse(["near.jpg", "far.jpg"])          # doctest: +SKIP
>>> save_photo(result.photo, "fused.png")           # doctest: +SKIP

Each name is imported when it is first used, so that ``python -m fusion --help`` comes at once.
"""

import sys

if sys.argv[:1] == ["-m"]:  # python -m fusion: what follows takes long enough to be interrupted
    from models.running.process import begin_process

    begin_process()

import importlib
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fusion.completion import complete, get_ready
    from fusion.contracts import Method
    from fusion.decision import Decision
    from fusion.errors import FusionError
    from fusion.files import ReadOptions, SaveOptions, load_photo, save_photo
    from fusion.frames.matching import MatchingFrames
    from fusion.frames.sources import Page
    from fusion.layered.saving import LayeredResult, save_layered
    from fusion.notes import Note
    from fusion.photo import Metadata, Photo
    from fusion.pipeline import fuse
    from fusion.progress import Cancelled, Progress
    from fusion.register.apply import register_sources
    from fusion.register.registration import FrameReport, Registration
    from fusion.register.transform_file import read_transforms, save_transforms
    from fusion.registry import find_method, methods
    from fusion.render import render
    from fusion.result import FusionResult
    from fusion.settings import FusionSettings, Parameters, RegistrationParameters
    from fusion.transform import Transform
    from fusion.version import __version__

_MODULES = {
    "completion": ("complete", "get_ready"),
    "contracts": ("Method",),
    "decision": ("Decision",),
    "errors": ("FusionError",),
    "files": ("ReadOptions", "SaveOptions", "load_photo", "save_photo"),
    "frames.matching": ("MatchingFrames",),
    "frames.sources": ("Page",),
    "layered.saving": ("LayeredResult", "save_layered"),
    "notes": ("Note",),
    "photo": ("Metadata", "Photo"),
    "pipeline": ("fuse",),
    "progress": ("Cancelled", "Progress"),
    "register.apply": ("register_sources",),
    "register.registration": ("FrameReport", "Registration"),
    "register.transform_file": ("read_transforms", "save_transforms"),
    "registry": ("find_method", "methods"),
    "render": ("render",),
    "result": ("FusionResult",),
    "settings": ("FusionSettings", "Parameters", "RegistrationParameters"),
    "transform": ("Transform",),
    "version": ("__version__",),
}

__all__ = [
    "Cancelled",
    "Decision",
    "FrameReport",
    "FusionError",
    "FusionResult",
    "FusionSettings",
    "LayeredResult",
    "MatchingFrames",
    "Metadata",
    "Method",
    "Note",
    "Page",
    "Parameters",
    "Photo",
    "Progress",
    "ReadOptions",
    "Registration",
    "RegistrationParameters",
    "SaveOptions",
    "Transform",
    "__version__",
    "complete",
    "find_method",
    "fuse",
    "get_ready",
    "load_photo",
    "methods",
    "read_transforms",
    "register_sources",
    "render",
    "save_layered",
    "save_photo",
    "save_transforms",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    for module, names in _MODULES.items():
        if name in names:
            value = getattr(importlib.import_module(f"fusion.{module}"), name)
            setattr(sys.modules[__name__], name, value)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Package(ModuleType):
    """The package: importing the folders ``methods`` and ``render`` does not replace the functions of
    these names."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in ("methods", "render") and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
