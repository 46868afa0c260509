"""Methods register themselves by name; the window, the command line and the tests find them here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

from fusion.decision import Decision
from fusion.errors import FusionError
from fusion.photo import Photo, Pixels
from fusion.progress import Progress
from fusion.settings import Parameters

Kind = Literal["decision", "transform"]


class Frames(Protocol):
    """The sources, one after another; it can be walked through again and again."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Photo]: ...


@dataclass(frozen=True)
class Outcome:
    """What a method gives: a decision and the pixels made with it, where it ran, and what a user should
    know of how it went, a sentence each."""

    pixels: Pixels
    decision: Decision
    device: str
    timings: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Shape = tuple[int, int, int]
"""Of frames: how many, their height and width."""
GetReady = Callable[[str, Shape | None], None]


class Fuse(Protocol):
    """The function of a method. ``parameters`` is of the type that the method registered."""

    def __call__(
        self, frames: Frames, parameters: Parameters, device: str, progress: Progress
    ) -> Outcome: ...


@dataclass(frozen=True)
class Method:
    """A registered way to fuse: ``name`` for commands, ``title`` and ``description`` for people.

    ``kind`` is ``"decision"`` where each pixel is a source's own or, along boundaries, a mix of them.
    It is ``"transform"`` where the result is put together from parts (coefficients, layers, a mean), so
    that a pixel may be no source's; the decision then says which frame has the largest part in it.

    ``get_ready(device, shape)`` imports what the method computes with, so that fusing need not wait for
    that; with the shape (n, H, W) of the frames, where it is known, it may prepare more.
    """

    name: str
    title: str
    description: str
    parameters: type[Parameters]
    fuse: Fuse
    most_frames: int | None = None
    kind: Kind = "decision"
    get_ready: GetReady | None = None


_METHODS: dict[str, Method] = {}


def register(
    name: str,
    title: str,
    description: str,
    parameters: type[Parameters],
    most_frames: int | None = None,
    kind: Kind = "decision",
    get_ready: GetReady | None = None,
) -> Callable[[Fuse], Fuse]:
    """Decorator that enters a function as the method ``name``."""

    def enter(function: Fuse) -> Fuse:
        _METHODS[name] = Method(
            name, title, description, parameters, function, most_frames, kind, get_ready
        )
        return function

    return enter


def methods() -> dict[str, Method]:
    """All methods by name. Every file in ``fusion/methods/`` is looked at once."""
    package = importlib.import_module("fusion.methods")
    for module in pkgutil.walk_packages(package.__path__, "fusion.methods."):
        importlib.import_module(module.name)
    return dict(sorted(_METHODS.items()))


def find_method(name: str) -> Method:
    """The method called ``name``; raises ``FusionError`` that lists the known ones."""
    known = methods()
    if name not in known:
        raise FusionError(f"there is no method {name!r}; there are {', '.join(known)}")
    return known[name]
