"""The methods by name; the window, the command line and the tests find them here."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from fusion.contracts import (
    FuseFunction,
    GetReady,
    Kind,
    Method,
    P,
    PlanFunction,
    Purpose,
)
from fusion.errors import FusionError
from fusion.settings import Parameters

ORDER = (
    "sesf", "learned-decision", "spatial-frequency", "laplacian-pyramid", "guided-filter",
    "stationary-wavelet", "average", "sesf-published", "densefuse", "pmgi", "superfusion",
    "pmgi-multifocus",
)  # fmt: skip
"""By use; methods that are not named here follow by name."""

_METHODS: dict[str, Method[Any]] = {}


def register_plan(
    name: str,
    title: str,
    description: str,
    parameters: type[P],
    get_ready: GetReady | None = None,
    year: int | None = None,
    weakness: str = "",
    checked: str = "",
) -> Callable[[PlanFunction[P]], PlanFunction[P]]:
    """Decorator for a function from parameters to what the pipeline is to do: a method that decides.

    Parameters
    ----------
    name, title, description, parameters, get_ready, year, weakness, checked
        As for ``fusion.contracts.Method``.
    """

    def enter(function: PlanFunction[P]) -> PlanFunction[P]:
        _METHODS[name] = Method(
            name, title, description, parameters, "decision", plan=function, get_ready=get_ready,
            year=year, weakness=weakness, checked=checked,
        )  # fmt: skip
        return function

    return enter


def register(
    name: str,
    title: str,
    description: str,
    parameters: type[P],
    kind: Kind,
    purposes: frozenset[Purpose] = frozenset({"multifocus"}),
    most_frames: int | None = None,
    roles: tuple[str, ...] = (),
    get_ready: GetReady | None = None,
    year: int | None = None,
    weakness: str = "",
    checked: str = "",
    order_matters: bool = False,
) -> Callable[[FuseFunction[P]], FuseFunction[P]]:
    """Decorator for a function that fuses frames by itself.

    Parameters
    ----------
    name, title, description, parameters, kind, purposes, most_frames, roles, get_ready
        As for ``fusion.contracts.Method``.
    year, weakness, checked, order_matters
        As for ``fusion.contracts.Method``.
    """

    def enter(function: FuseFunction[P]) -> FuseFunction[P]:
        _METHODS[name] = Method(
            name, title, description, parameters, kind, purposes, None, function, most_frames, roles,
            get_ready, year, weakness, checked, order_matters,
        )  # fmt: skip
        return function

    return enter


def methods(purpose: str | None = None) -> dict[str, Method[Any]]:
    """All methods by name, ordered by use.

    Parameters
    ----------
    purpose
        Only those that serve this kind of fusion, ``multifocus`` or ``infrared-visible``; None for all.

    Returns
    -------
    dict
        A ``Method`` by its name. Every module below ``fusion/methods/`` is imported.

    Examples
    --------
    >>> list(methods())[:2], "sesf" in methods("infrared-visible")
    (['sesf', 'learned-decision'], False)
    """
    import_all()
    known = [name for name in ORDER if name in _METHODS]
    names = [*known, *sorted(_METHODS.keys() - set(known))]
    return {
        name: _METHODS[name]
        for name in names
        if purpose is None or purpose in _METHODS[name].purposes
    }


@lru_cache(maxsize=1)
def import_all() -> None:
    """Import every file below ``fusion/methods/``, which enters its method."""
    package = importlib.import_module("fusion.methods")
    for module in pkgutil.walk_packages(package.__path__, "fusion.methods."):
        importlib.import_module(module.name)


def recorded_parameters(
    name: str, values: Mapping[str, Any], version: int, program: str
) -> Parameters:
    """Parameters of a method as they were recorded.

    Parameters
    ----------
    name
        Of the method.
    values
        By name.
    version
        Of the method's parameters (``Parameters.VERSION``), from which they are migrated.
    program
        The version of Parfocal that recorded them, for messages.

    Returns
    -------
    Parameters

    Raises
    ------
    FusionError
        Where this version lacks the method or a parameter.

    Examples
    --------
    >>> recorded_parameters("average", {}, 1, "0.1") == find_method("average").parameters()
    True
    """
    method = find_method(name)
    known = {field.name for field in dataclasses.fields(method.parameters)}
    migrated = method.parameters.migrated(dict(values), version)
    unknown = sorted(set(migrated) - known)
    if unknown:
        raise FusionError(
            "unknown-recorded-parameter",
            "the method {method} has no {parameter} here; take Parfocal {version}",
            method=name, parameter=unknown[0], version=program,
        )  # fmt: skip
    made: Parameters = method.parameters(**migrated)
    return made


def find_method(name: str) -> Method[Any]:
    """The method called ``name``.

    Parameters
    ----------
    name
        As ``fusion.methods()`` lists it; ``"auto"`` is none (see ``fusion.complete``).

    Returns
    -------
    Method
        Title, description, parameters and function.

    Raises
    ------
    FusionError
        For an unknown name; its sentence lists the known ones.

    Examples
    --------
    >>> find_method("average").kind
    'pixels'
    """
    known = methods()
    if name not in known:
        raise FusionError(
            "unknown-method", "there is no method {name!r}; there are {known}",
            name=name, known=", ".join(known),
        )  # fmt: skip
    return known[name]
