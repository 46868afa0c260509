"""Which pictures of a folder are sources: each shot once, and nothing that this program made."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from fusion.files.capture_time import exif_time, mapped
from fusion.files.format_detection import RAW_ENDINGS, kind_of
from fusion.files.metadata.ifd import Buffer, read_first
from fusion.files.metadata.xmp import is_own_map, record_in
from fusion.notes import Note

TWINS = ("auto", "raw", "jpeg", "both")
"""What is taken of RAW and JPEG of one shot: ``auto`` takes RAW, or JPEG where only that is complete."""
XMP_TAG = 700
MOST_NAMED = 5
"""Files that a note names; of more it says that there are."""
LONGEST_SIDECAR = 64_000_000
RECORD_MARK = b'"parfocal_record"'


def shots_once(paths: Sequence[Path], twins: str, notes: list[Note]) -> list[Path]:
    """The pictures of a folder without those that are another form of the same shot.

    Parameters
    ----------
    paths
        Of one folder.
    twins
        One of ``TWINS``.
    notes
        What was chosen is added.

    Returns
    -------
    list of Path
        In the same order.

    Examples
    --------
    >>> notes: list[Note] = []
    >>> [path.name for path in shots_once([Path("1.nef"), Path("1.jpg"), Path("2.nef")], "auto", notes)]
    ['1.nef', '2.nef']
    >>> [note.code for note in notes]
    ['raw-of-shots-taken']
    """
    by_name: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        by_name[path.stem.casefold()].append(path)
    shots = [shot for shot in by_name.values() if is_one_shot(shot)]
    if not shots or twins == "both":
        return list(paths)
    all_raw = all(any(is_raw(path) for path in shot) for shot in by_name.values())
    all_developed = all(any(not is_raw(path) for path in shot) for shot in by_name.values())
    takes_raw = twins == "raw" or (twins == "auto" and (all_raw or not all_developed))
    left_out = {path for shot in shots for path in shot if is_raw(path) != takes_raw}
    if takes_raw:
        notes.append(
            Note(
                "raw-of-shots-taken",
                "Photographs lie in the folder as RAW and as JPEG or the like; the RAW files were "
                "taken: {count}.",
                count=len(shots),
            )
        )
    else:
        notes.append(
            Note(
                "jpeg-of-shots-taken",
                "Photographs lie in the folder as RAW and as JPEG or the like; the RAW files were left "
                "out: {count}.",
                count=len(shots),
            )
        )
    return [path for path in paths if path not in left_out]


def is_raw(path: Path) -> bool:
    return path.suffix.lower() in RAW_ENDINGS


def is_one_shot(paths: Sequence[Path]) -> bool:
    """Whether files of one name are RAW and JPEG of one shot: nothing says that they were taken at
    different times."""
    if len({is_raw(path) for path in paths}) < 2:
        return False
    seconds = {told[:19] for told in map(exif_time, paths) if told}
    return len(seconds) < 2


def without_own(paths: Sequence[Path], notes: list[Note]) -> list[Path]:
    """The pictures of a folder without results and maps of this program, known by their record.

    Where all others are maps, the results are the sources.
    """
    maps = [path for path in paths if is_map(path)]
    results = [path for path in paths if path not in maps and is_result(path)]
    others = [path for path in paths if path not in results and path not in maps]
    own = maps if results and not others else [*results, *maps]
    left_out = [path for path in paths if path in own]
    if left_out:
        notes.append(
            Note(
                "own-results-left-out",
                "Results and maps of Parfocal in the folder are no sources and were left out: {names}.",
                names=", ".join(path.name for path in left_out[:MOST_NAMED])
                + (", …" if len(left_out) > MOST_NAMED else ""),
            )
        )
    return [path for path in paths if path not in left_out]


def is_result(path: Path) -> bool:
    """Whether a picture, or the sidecar beside it, holds a record of how it was made."""
    packet = xmp_of(path)
    return (packet is not None and record_in(packet) is not None) or has_sidecar(path)


def is_map(path: Path) -> bool:
    """Whether a picture says that it is a map of this program: of a decision, a depth, a confidence."""
    packet = xmp_of(path)
    return packet is not None and is_own_map(packet)


def has_sidecar(path: Path) -> bool:
    """Whether a record lies beside a picture, whose own format may hold none."""
    sidecar = path.with_name(path.name + ".json")
    try:
        if not sidecar.is_file() or sidecar.stat().st_size > LONGEST_SIDECAR:
            return False
        return RECORD_MARK in sidecar.read_bytes()
    except OSError:
        return False


def xmp_in(content: Buffer) -> bytes | None:
    """The XMP packet of a TIFF."""
    first = read_first(content)
    entry = first.find(XMP_TAG) if first else None
    return entry.value if entry else None


def xmp_of(path: Path) -> bytes | None:
    """The XMP packet of a file in a format that this program writes, none of whose pixels are read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as file:
                kind = kind_of(file.read(64), path.suffix.lower())
            if kind == "TIFF":
                return mapped(path, xmp_in)
            if kind not in ("JPEG", "PNG", "WebP"):
                return None
            with Image.open(path) as picture:
                packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
            return packet.encode() if isinstance(packet, str) else packet
        except Exception:  # noqa: BLE001 - what is damaged is told when it is read
            return None
