"""Settings as they stand in a project."""

from __future__ import annotations

import dataclasses
from typing import Any

from fusion.registry import recorded_parameters
from fusion.settings import AUTO, FusionSettings, RegistrationParameters, SlabParameters


def settings_content(settings: FusionSettings) -> dict[str, Any]:
    """Settings as they stand in a project.

    Parameters
    ----------
    settings
        To be kept.

    Returns
    -------
    dict
        By the names of the fields; parameters with their version.

    Examples
    --------
    >>> settings_content(FusionSettings("average"))["method"]
    'average'
    """
    parameters, registration = settings.parameters, settings.registration
    return {
        "method": settings.method,
        "parameters": None if parameters is None else dataclasses.asdict(parameters),
        "parameters_version": 1 if parameters is None else parameters.VERSION,
        "device": settings.device,
        "registration": None if registration is None else dataclasses.asdict(registration),
        "slabs": dataclasses.asdict(settings.slabs),
        "purpose": settings.purpose,
        "roles": settings.roles,
    }


def settings_from(content: Any, program: str) -> FusionSettings:
    """Settings from what ``settings_content`` made.

    Parameters
    ----------
    content
        Of the project.
    program
        The version of Parfocal that saved it, for messages.

    Returns
    -------
    FusionSettings

    Raises
    ------
    FusionError
        For a method, parameter or choice that this version lacks, and a value out of range.
    KeyError, TypeError, ValueError
        For content that is no settings.

    Examples
    --------
    >>> settings = FusionSettings("average", device="cpu")
    >>> settings_from(settings_content(settings), "0.1") == settings
    True
    """
    method, parameters = text(content["method"]), None
    if content["parameters"] is not None and method != AUTO:
        values = {text(name): value for name, value in content["parameters"].items()}
        parameters = recorded_parameters(
            method, values, whole(content["parameters_version"]), program
        )
    slabs, purpose = content["slabs"], content["purpose"]
    return FusionSettings(
        method, parameters, text(content["device"]),
        registration_parameters_from(content["registration"]),
        SlabParameters(whole(slabs["size"]), whole(slabs["overlap"])),
        None if purpose is None else text(purpose), text(content["roles"]),
    )  # fmt: skip


def registration_parameters_from(content: Any) -> RegistrationParameters | None:
    """How frames are registered; raises ``ValueError`` for what says nothing of it."""
    if content is None:
        return None
    reference = content["reference"]
    return RegistrationParameters(
        text(content["model"]),
        None if reference is None else whole(reference),
        flag(content["keep_size"]),
        flag(content["even_exposure"]),
        tuple(whole(number) for number in content["keep"]),
        tuple(whole(number) for number in content["leave_out"]),
    )


def text(value: Any) -> str:
    """A text of the file; raises ``ValueError`` for any other value."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no text")
    return value


def whole(value: Any) -> int:
    """A number of the file that counts something; raises ``ValueError`` for any other value."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise ValueError(f"{value!r:.40} is no number that counts")
    return value


def flag(value: Any) -> bool:
    """Yes or no of the file; raises ``ValueError`` for any other value."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r:.40} is neither true nor false")
    return value
