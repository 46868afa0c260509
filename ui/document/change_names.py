"""What changes of the document are called in the menu, in the language of the window."""

from __future__ import annotations

import dataclasses
from typing import Any

from fusion import methods
from ui.document.state_change import FromTo, Name
from ui.i18n import fusion_text, tr


def of_parameter(parameters: Any, name: str, value: object) -> FromTo:
    """A parameter of a method, or of registration: its label, and both values."""
    declared = next(field for field in dataclasses.fields(parameters) if field.name == name)
    label = declared.metadata.get("label", "")
    before = getattr(parameters, name)

    def title() -> str:
        return fusion_text(label) if label else tr("Reference frame")

    counts = not label  # of frames, from 0
    return FromTo(title, value_name(before, counts), value_name(value, counts))


def value_name(value: object, counts: bool = False) -> Name:
    """How a value is shown; one that ``counts`` is told from 1."""
    if isinstance(value, bool):
        return (lambda: tr("on")) if value else (lambda: tr("off"))
    if value is None:
        return lambda: tr("automatic")
    if counts and isinstance(value, int):
        return lambda: str(value + 1)
    return lambda: f"{value:g}" if isinstance(value, float) else str(value)


def of_method(before: str, after: str) -> FromTo:
    """Another method."""
    return FromTo(
        lambda: tr("Method"), lambda: fusion_text(methods()[before].title),
        lambda: fusion_text(methods()[after].title),
    )  # fmt: skip


def of_device(before: str, after: str) -> FromTo:
    """Another device."""
    return FromTo(lambda: tr("Device"), lambda: before, lambda: after)


def of_ticks(count: int, used: bool) -> Name:
    """Frames that were taken in or left out."""
    if used:
        return lambda: tr("Frame taken in") if count == 1 else tr("{count} frames taken in", count=count)
    return lambda: tr("Frame left out") if count == 1 else tr("{count} frames left out", count=count)


def of_sources(verb: str, count: int) -> Name:
    """So many sources that were added, opened, removed or moved."""
    one = {
        "add": lambda: tr("Source added"), "open": lambda: tr("Source opened"),
        "remove": lambda: tr("Source removed"), "move": lambda: tr("Source moved"),
    }  # fmt: skip
    many = {
        "add": lambda: tr("{count} sources added", count=count),
        "open": lambda: tr("{count} sources opened", count=count),
        "remove": lambda: tr("{count} sources removed", count=count),
        "move": lambda: tr("{count} sources moved", count=count),
    }
    return one[verb] if count == 1 else many[verb]
