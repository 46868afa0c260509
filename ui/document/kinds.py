"""The kinds of fusion in the document: what slots are called, and which source belongs into which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from fusion import FusionSettings, Photo
from fusion.completion import complete
from fusion.files.role_names import order_by_name, role_in
from fusion.frames.roles import recognise
from fusion.settings import AS_GIVEN, INFRARED_VISIBLE, MULTIFOCUS, ROLES, default_registration
from ui.document.alignment import unticked
from ui.i18n import tr


class HasPhoto(Protocol):
    """A source, as far as its role is concerned."""

    @property
    def photo(self) -> Photo: ...

    @property
    def file(self) -> Path | None: ...


S = TypeVar("S", bound=HasPhoto)


def kind_title(purpose: str) -> str:
    """What the window calls a kind of fusion."""
    titles = {MULTIFOCUS: tr("Multi-focus"), INFRARED_VISIBLE: tr("Infrared + visible")}
    return titles[purpose]


def source_title(number: int, purpose: str | None) -> str:
    """What the window calls a source, by its number from 0: by its role, where it has one."""
    roles = ROLES[purpose or MULTIFOCUS]
    if number < len(roles):
        return tr("Infrared") if roles[number] == "infrared" else tr("Visible")
    return tr("Source {number}", number=number + 1)


def settings_for(purpose: str, before: FusionSettings | None = None) -> FusionSettings:
    """The settings of a kind of fusion: as they were left, or as at the start.

    What was said of single sources is forgotten, since others may be there now.
    """
    if before is None:
        return complete(FusionSettings(purpose=purpose, roles=AS_GIVEN))
    usual = default_registration(purpose)
    known = replace(unticked(before.registration or usual), reference=usual.reference)
    return replace(before, registration=known)


def by_role(slots: Sequence[S | None], purpose: str | None) -> list[S | None]:
    """The slots with a pair exchanged whose names or colours say that it lies the other way round; and
    a first source in the slot that its name tells."""
    placed = list(slots)
    if not ROLES[purpose or MULTIFOCUS] or len(placed) != 2:
        return placed
    first, second = placed
    if first is not None and second is not None:
        found = recognise([first.photo, second.photo])
        return placed[::-1] if found.by != "order" and found.order == (1, 0) else placed
    one = first or second
    path = one.file if one is not None else None
    role = role_in(path.stem) if path is not None else None
    if role is None:
        return placed
    return [one, None] if role == "infrared" else [None, one]


def looks_like_roles(sources: Sequence[HasPhoto]) -> bool:
    """Whether two sources are an infrared and a visible one by the names of both."""
    if len(sources) != 2:
        return False
    paths = [source.file for source in sources]
    names = [path.stem for path in paths if path is not None]
    return order_by_name((paths[0], paths[1])) is not None and all(role_in(name) for name in names)
