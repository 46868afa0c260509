"""The provenance record: what made a result, so that anyone can make the same pixels again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from fusion.errors import FusionError
from fusion.files.format_detection import kind_of
from fusion.files.metadata.xmp import record_in
from fusion.files.outputs import refuse_outputs
from fusion.files.reading import load_photo
from fusion.files.replacing import save_text
from fusion.files.small_files import read_beginning, read_small
from fusion.frames.sources import Origin
from fusion.photo import Pixels, RawDevelopment
from fusion.record_formats import FORMAT, migrated
from fusion.recorded_paths import (
    found_in,
    hash_of_weights,
    seen_from,
    strokes_with_weights,
    with_weights,
    written_from,
)
from fusion.register.registration import Registration
from fusion.register.transform_file import content_of, registration_from
from fusion.registry import recorded_parameters
from fusion.retouch.stroke import Retouch
from fusion.retouch.stroke_file import content_of as strokes_content
from fusion.retouch.stroke_file import retouch_from
from fusion.settings import AS_GIVEN, AS_THEY_ARE, MULTIFOCUS, FusionSettings, SlabParameters
from fusion.version import __version__

MARK_BYTES = 4096
"""By so many at its beginning a picture is known."""


@dataclass(frozen=True)
class SourceRecord:
    """What a record keeps of one source.

    Attributes
    ----------
    name
        Of its file, without folder; ``source 1`` and so on for one that is no file.
    sha256
        Of the file, in hexadecimal; empty for a source that is no file.
    page
        Of a TIFF, from 0; None where no page was asked for.
    raw
        How camera RAW was developed.
    path
        From the sidecar's folder to the file. Empty in a record inside a picture, which others may see:
        where a person keeps photographs is private.

    Examples
    --------
    >>> SourceRecord("near.tif", "ab12", page=1).path
    ''
    """

    name: str
    sha256: str = ""
    page: int | None = None
    raw: RawDevelopment | None = None
    path: str = ""


@dataclass(frozen=True)
class Record:
    """How a result was made, so that it can be made again and compared.

    Attributes
    ----------
    method, parameters
        Name of the method that ran, and all its parameters by name.
    device
        ``"cpu"`` or ``"cuda"``.
    sources
        In the order in which they were given; with roles infrared, visible.
    pixels_sha256
        ``hash_of`` the result's pixels.
    version, parameters_version
        Of the program, and of the method's parameters (``Parameters.VERSION``).
    registration
        Transforms and gains, as ``fusion.register.transform_file.content_of`` gives them; None where
        nothing was looked for.
    slabs
        Size and overlap of slabs; None where all frames were fused at once.
    purpose
        The kind of fusion.
    strokes
        As ``fusion.retouch.stroke_file.content_of`` gives them; None where nothing was retouched.
    weights_sha256
        Of the file of weights that the parameters name; empty where they name none.

    Examples
    --------
    >>> Record("average", {}, "cpu", (), pixels_sha256="").settings.method
    'average'
    """

    method: str
    parameters: dict[str, Any]
    device: str
    sources: tuple[SourceRecord, ...]
    pixels_sha256: str
    version: str = __version__
    parameters_version: int = 1
    registration: dict[str, Any] | None = None
    slabs: dict[str, Any] | None = None
    purpose: str = MULTIFOCUS
    strokes: dict[str, Any] | None = None
    weights_sha256: str = ""

    @property
    def retouch(self) -> Retouch:
        """The strokes on the result; raises ``FusionError`` where the record is damaged there."""
        return Retouch() if self.strokes is None else retouch_from(self.strokes, "the record")

    @property
    def transforms(self) -> Registration | None:
        """How the frames lay; raises ``FusionError`` where the record is damaged there."""
        if self.registration is None:
            return None
        return registration_from(self.registration, "the record")

    @property
    def settings(self) -> FusionSettings:
        """The settings that ``fuse`` needs; raises ``FusionError`` where this version lacks a method or
        parameter."""
        version = self.parameters_version
        parameters = recorded_parameters(self.method, self.parameters, version, self.version)
        return FusionSettings(
            self.method, parameters, self.device, AS_THEY_ARE, SlabParameters(**(self.slabs or {})),
            self.purpose, AS_GIVEN,
        )  # fmt: skip

    def with_weights_in(self, folders: Sequence[Path]) -> Record:
        """The record with files of weights named where they are, as far as they lie in these folders."""
        found = partial(found_in, folders)
        return dataclasses.replace(
            self, parameters=with_weights(self.parameters, found),
            strokes=strokes_with_weights(self.strokes, found),
        )  # fmt: skip

    def to_json(self, folder: Path | None = None, places: tuple[Path, ...] = ()) -> str:
        """The record as JSON; with ``folder``, with the paths from there to the sources' ``places``."""
        content = dataclasses.asdict(self)
        written = partial(written_from, folder)
        content["parameters"] = with_weights(self.parameters, written)
        content["strokes"] = strokes_with_weights(self.strokes, written)
        for source, place in zip(content["sources"], places, strict=False):
            source["path"] = seen_from(folder, place) if folder else ""
        content["sources"] = [
            {key: value for key, value in source.items() if value not in (None, "")}
            for source in content["sources"]
        ]
        whole = {"parfocal_record": FORMAT, **content}
        return json.dumps(whole, ensure_ascii=False, indent=2 if folder else None)


def record_of(
    settings: FusionSettings,
    device: str,
    origins: list[Origin],
    pixels: Pixels,
    registration: Registration | None = None,
    retouch: Retouch | None = None,
) -> Record:
    """The record of a fusion.

    Parameters
    ----------
    settings
        The method that ran, with its parameters.
    device
        ``"cpu"``, or ``"cuda"`` and the name of the GPU, which is left out.
    origins
        Of the sources, in order.
    pixels
        The result's.
    registration
        How the frames were registered; it is left out where that changed nothing.
    retouch
        The strokes on the result.

    Returns
    -------
    Record
        Without paths.

    Examples
    --------
    >>> record_of(FusionSettings("average"), "cuda NVIDIA", [], np.zeros((2, 2), np.uint8)).device
    'cuda'
    """
    sources = tuple(
        SourceRecord(origin.name or f"source {number}", origin.sha256, origin.page, origin.raw)
        for number, origin in enumerate(origins, 1)
    )
    parameters = dataclasses.asdict(settings.parameters) if settings.parameters else {}
    changes_nothing = registration is None or (
        registration.is_identity and not registration.is_cropped
    )
    return Record(
        settings.method, parameters, device.split()[0], sources, hash_of(pixels),
        parameters_version=settings.parameters.VERSION if settings.parameters else 1,
        registration=None if changes_nothing or registration is None else content_of(registration),
        slabs=dataclasses.asdict(settings.slabs) if settings.slabs.size else None,
        purpose=settings.purpose or MULTIFOCUS,
        strokes=strokes_content(retouch) if retouch else None,
        weights_sha256=hash_of_weights(parameters),
    )  # fmt: skip


def hash_of(pixels: Pixels) -> str:
    """SHA-256 over shape, type and values in little-endian order.

    Parameters
    ----------
    pixels
        (H, W) or (H, W, 3).

    Returns
    -------
    str
        64 hexadecimal digits, the same on every machine.

    Examples
    --------
    >>> hash_of(np.zeros((2, 2), np.uint8))[:8]
    'dff569ab'
    """
    digest = hashlib.sha256(f"{pixels.shape} {pixels.dtype.name}".encode())
    digest.update(np.ascontiguousarray(pixels, dtype=pixels.dtype.newbyteorder("<")).data)
    return digest.hexdigest()


def sidecar_of(output: Path) -> Path:
    """The path of the sidecar of a result."""
    return output.with_name(output.name + ".json")


def write_sidecar(record: Record, output: Path, places: tuple[Path, ...]) -> Path:
    """Write a record beside its result, as a JSON file.

    Parameters
    ----------
    record
        To be written.
    output
        Path of the result.
    places
        Paths of the sources, in order.

    Returns
    -------
    Path
        ``output`` with ``.json`` after its name.

    Raises
    ------
    FusionError
        Where the file cannot be written, is a source, or is there and is no record.

    Examples
    --------
    >>> write_sidecar(Record("average", {}, "cpu", (), ""), Path("sharp.tif"), ()).name
    'sharp.tif.json'
    """
    place = sidecar_of(output)
    refuse_outputs([], places, [place])
    return save_text(record.to_json(place.parent, places) + "\n", place)


def read_record(path: Path) -> Record:
    """The record in a sidecar, or in a picture that Parfocal saved.

    Parameters
    ----------
    path
        Of the JSON file or of the picture.

    Returns
    -------
    Record
        Paths of its sources start from the folder of the sidecar. Weights that lie there are named
        with that folder.

    Raises
    ------
    FusionError
        For a file that cannot be read or has no record.

    Examples
    --------
    >>> record = Record("average", {}, "cpu", (), "")
    >>> read_record(write_sidecar(record, Path("sharp.tif"), ())) == record
    True
    """
    if kind_of(read_beginning(path, MARK_BYTES), path.suffix.lower()):
        packet = load_photo(path).metadata.xmp
        text = record_in(packet) if packet else None
        if text is None:
            raise FusionError(
                "picture-without-record",
                "{path} has no record of how it was made; take its sidecar (.json)",
                path=path,
            )
    else:
        text = read_small(path).decode("utf-8", "replace")
    record = from_json(text, path)
    return record.with_weights_in([path.parent])


def from_json(text: str, path: Path) -> Record:
    """A record from its JSON.

    Parameters
    ----------
    text
        As ``Record.to_json`` gives it.
    path
        Of the file that it comes from, for messages.

    Returns
    -------
    Record

    Raises
    ------
    FusionError
        For text that is no record, or the record of a version with another format.

    Examples
    --------
    >>> record = Record("average", {}, "cpu", (), "")
    >>> from_json(record.to_json(), Path("sharp.tif.json")) == record
    True
    """
    try:
        content = json.loads(text)
        written = content.pop("parfocal_record")
        if not isinstance(written, int) or written > FORMAT:
            raise FusionError(
                "record-of-another-version", "{path} is a record of another Parfocal ({version})",
                path=path, version=content.get("version"),
            )  # fmt: skip
        content = migrated(content, written)
        sources = tuple(source_from(source) for source in content.pop("sources"))
        record = Record(sources=sources, **content)
        texts = (
            record.method, record.device, record.pixels_sha256, record.version, record.purpose,
            record.weights_sha256,
        )  # fmt: skip
        whole = isinstance(record.parameters_version, int) and isinstance(record.parameters, dict)
        SlabParameters(**(record.slabs or {}))
        if not whole or not all(isinstance(t, str) for t in texts):
            raise TypeError("a field of another type")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise FusionError(
            "not-a-record", "{path} is not a record of Parfocal; take the .json beside the result",
            path=path,
        ) from None  # fmt: skip
    return record


def source_from(content: dict[str, Any]) -> SourceRecord:
    """One source of a record."""
    raw = content.pop("raw", None)
    if raw is not None:
        red, green, blue, second = (float(value) for value in raw["white_balance"])
        raw = RawDevelopment(str(raw["space"]), (red, green, blue, second))
    source = SourceRecord(raw=raw, **content)
    if not all(isinstance(text, str) for text in (source.name, source.sha256, source.path)):
        raise TypeError("a field of another type")
    return source
