"""Who takes part: methods with their parameters, and folders of results that others made."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fusion.completion import purpose_of
from fusion.errors import FusionError
from fusion.evaluate.datasets import NAME_FIELD, name_of, unique
from fusion.registry import find_method
from fusion.settings import (
    AS_GIVEN,
    AUTO,
    MULTIFOCUS,
    ROLES,
    FusionSettings,
    Parameters,
    RegistrationParameters,
    default_registration,
    no_number,
)

MOST_KEPT = 1000
"""Frames of a data set all take part, whatever is found about them, so that all methods get the same."""


@dataclass(frozen=True)
class Contender:
    """A method with its settings, or a folder of results: one of the two is None."""

    label: str
    settings: FusionSettings | None = None
    results: Path | None = None

    @property
    def folder(self) -> str:
        """Its label as a folder's name that every system allows."""
        return re.sub(r"[^\w.,=+-]", "_", self.label)

    @property
    def parameters(self) -> dict[str, Any]:
        """All parameters of the method by name."""
        if self.settings is None or self.settings.parameters is None:
            return {}
        return dataclasses.asdict(self.settings.parameters)


def read_contenders(
    texts: Sequence[str], folders: Sequence[Path], device: str, align: str = "none",
    purpose: str = MULTIFOCUS,
) -> list[Contender]:  # fmt: skip
    """Contenders from texts like ``sesf:attention=scse`` and from folders; raises ``FusionError``.

    With ``align`` other than ``none`` frames are registered: to the first, whose geometry truths have,
    or infrared to visible.
    """
    if ROLES[purpose]:
        registration = dataclasses.replace(default_registration(purpose), model=align)
    else:
        registration = RegistrationParameters(
            align, reference=0, even_exposure=align != "none", keep=tuple(range(MOST_KEPT))
        )
    settings = [
        dataclasses.replace(read_settings(text, device, purpose), registration=registration)
        for text in dict.fromkeys(texts)
    ]
    labels = unique([*dict.fromkeys(texts), *(label_of(folder) for folder in folders)])
    made = [Contender(label, one) for label, one in zip(labels, settings, strict=False)]
    return made + [
        Contender(label, results=folder)
        for label, folder in zip(labels[len(made) :], folders, strict=True)
    ]


def label_of(folder: Path) -> str:
    """What a folder of results is called; of ``results/{name}_densefuse.png`` that is ``densefuse``."""
    if NAME_FIELD in folder.name:
        return folder.stem.replace(NAME_FIELD, "").strip("_- ") or name_of(folder.parent)
    return name_of(folder)


def read_settings(text: str, device: str, purpose: str = MULTIFOCUS) -> FusionSettings:
    """A method's name and its parameters, all parted by colons."""
    name, *given = text.split(":")
    if name == AUTO and not given:  # which method runs depends on the number of frames
        return FusionSettings(AUTO, None, device, purpose=purpose, roles=AS_GIVEN)
    method = find_method(name)
    purpose_of(purpose, method)
    fields = {field.name: field for field in dataclasses.fields(method.parameters)}
    values: dict[str, Any] = {}
    for piece in given:
        key, _, value = piece.partition("=")
        key = key.strip().replace("-", "_")
        if not fields:
            raise FusionError(
                "method-without-parameters",
                "the method {method} takes no parameters; leave {name!r} out",
                method=name, name=piece,
            )  # fmt: skip
        if key not in fields:
            raise FusionError(
                "unknown-parameter", "the method {method} has no parameter {name!r}; it has {known}",
                method=name, name=key, known=", ".join(fields),
            )  # fmt: skip
        values[key] = convert(value.strip(), fields[key])
    parameters: Parameters = method.parameters(**values)
    return FusionSettings(name, parameters, device, purpose=purpose, roles=AS_GIVEN)


def convert(text: str, field: dataclasses.Field[Any]) -> Any:
    """``text`` as the type of the parameter's default."""
    kind: Callable[[str], Any] = type(field.default)
    try:
        return kind(text)
    except ValueError:
        raise no_number(field.name, text, isinstance(field.default, int)) from None
