"""Paths in records: a picture tells no folder, a sidecar the way from its own folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from fusion.files.existing import is_file
from fusion.settings import Parameters

WEIGHTS = "weights"
"""The parameter that names a file (``fusion.settings.weights_parameter``)."""


def seen_from(folder: Path, place: Path) -> str:
    """The path from a folder to a place, with forward slashes; absolute where they are on two drives."""
    try:
        return Path(os.path.relpath(place.absolute(), folder.absolute())).as_posix()
    except ValueError:
        return place.absolute().as_posix()


def weights_file(given: str) -> Path | None:
    """The file that the parameter ``weights`` names; None where it is empty."""
    return Path(given).expanduser() if given.strip() else None


def weights_of(parameters: Parameters | None) -> Path | None:
    """The file of weights that a method's parameters name; None where they name none."""
    return weights_file(getattr(parameters, WEIGHTS, ""))


def weights_named(parameters: Mapping[str, Any]) -> Path | None:
    """The file of weights that parameters name; None where they name none.

    Examples
    --------
    >>> weights_named({"weights": "a/b.npz"}) == Path("a/b.npz"), weights_named({"weights": " "})
    (True, None)
    """
    given = parameters.get(WEIGHTS)
    return weights_file(given) if isinstance(given, str) else None


def hash_of_weights(parameters: Mapping[str, Any]) -> str:
    """SHA-256 of the file of weights that parameters name; empty where they name none, or it cannot be
    read."""
    place = weights_named(parameters)
    try:
        return "" if place is None else hashlib.sha256(place.read_bytes()).hexdigest()
    except OSError:
        return ""


def with_weights(parameters: Mapping[str, Any], path_of: Callable[[str], str]) -> dict[str, Any]:
    """Parameters by name with another path of the weights, made from the given one; as they are where
    no file of weights was named.

    Examples
    --------
    >>> with_weights({"weights": "a/b.npz"}, name_only), with_weights({"steps": 3}, name_only)
    ({'weights': 'b.npz'}, {'steps': 3})
    """
    if weights_named(parameters) is None:
        return dict(parameters)
    return {**parameters, WEIGHTS: path_of(parameters[WEIGHTS])}


def strokes_with_weights(content: Any, path_of: Callable[[str], str]) -> Any:
    """Strokes as a record holds them, where those that paint with another result name its weights by
    another path; what is no strokes stays as it is.

    Examples
    --------
    >>> made = {"method": "densefuse", "parameters": {"weights": "a/b.npz"}}
    >>> strokes = {"strokes": [{"source": {"result": made}}]}
    >>> strokes_with_weights(strokes, name_only)["strokes"][0]["source"]["result"]["parameters"]
    {'weights': 'b.npz'}
    """
    match content:
        case {"strokes": [*strokes]}:
            return {**content, "strokes": [stroke_with_weights(each, path_of) for each in strokes]}
    return content


def stroke_with_weights(content: Any, path_of: Callable[[str], str]) -> Any:
    """One stroke of ``strokes_with_weights``."""
    match content:
        case {"source": {"result": {"parameters": dict() as parameters, **made}}}:
            changed = with_weights(parameters, path_of)
            return {**content, "source": {"result": {**made, "parameters": changed}}}
    return content


def name_only(given: str) -> str:
    """The name of a file without its folders."""
    return Path(given).name


def from_root(given: str) -> str:
    """The whole path of a file, with forward slashes."""
    return Path(given).expanduser().absolute().as_posix()


def written_from(folder: Path | None, given: str) -> str:
    """The path of a file from a sidecar's folder; its name where a picture holds the record."""
    return seen_from(folder, Path(given).expanduser()) if folder else name_only(given)


def found_in(folders: Sequence[Path], given: str) -> str:
    """The path of a file in the first of some folders that has it: under the recorded path from there,
    or directly; as it was given where none has it."""
    for folder in folders:
        for place in (folder / given, folder / name_only(given)):
            if is_file(place):
                return place.as_posix()
    return given
