"""Fuzzes containers, metadata, profiles, records and transforms.

``python -m tests.fusion.files.fuzz_structures --minutes 5``. Each case is made again from its number. It
is held to five seconds of the processor and to 300 MB beyond its picture; whatever is not read, or is
refused with more than one sentence, is a finding.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from fusion import (
    FusionError,
    FusionSettings,
    Metadata,
    Photo,
    ReadOptions,
    fuse,
    load_photo,
    save_photo,
)
from fusion.files import pages_of
from fusion.files.capture_time import capture_time
from fusion.files.colour import profiles
from fusion.files.metadata import exif, iptc, xmp
from fusion.files.readers.previews import preview_of
from fusion.record import from_json
from fusion.register.transform_file import read_transforms, save_transforms
from tests.fusion.files import fuzz_files, structures
from tests.fusion.files.test_metadata import IPTC, XMP, camera_block
from tests.made import texture

ROOT = Path(__file__).resolve().parents[3]
BATCH = 2000
SECONDS = 5
MEGABYTES = 300
HANGS_AFTER = 60
MOST_PIXELS = 4_000_000
MEMORY = 6_000_000_000


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Small good files of every kind that is read: ending and content."""
    pictures = [*fuzz_files.seeds(), *more_pictures()]
    others = [
        (".exif", camera_block()), (".exif", camera_block(">")), (".xmp", XMP), (".iptc", IPTC),
        (".icc", profiles.srgb()), (".icc", profiles.raw_profile("prophoto")),
        (".json", record_text()), (".json", transforms_text()),
    ]  # fmt: skip
    return pictures + others * 4


def more_pictures() -> list[tuple[str, bytes]]:
    """Files whose structure the other fuzzer lacks: pages, embedded codecs, animations."""
    pixels, made = texture(24, 32), list[tuple[str, bytes]]()
    for options in (
        {"compression": "jpegxl"}, {"compression": "png"}, {"compression": "webp"},
        {"compression": "lzma"},
        {"tile": (16, 16), "compression": "jpeg"}, {"compression": "jpeg2000"}, {"compression": "zstd"},
        {"imagej": True}, {"ome": True}, {"subifds": 1}, {"bigtiff": True, "tile": (16, 16)},
    ):  # fmt: skip
        buffer = io.BytesIO()
        with tifffile.TiffWriter(
            buffer, **{k: options[k] for k in ("imagej", "ome", "bigtiff") if k in options}  # type: ignore[arg-type]
        ) as file:
            rest = {k: v for k, v in options.items() if k not in ("imagej", "ome", "bigtiff")}
            data = np.stack([pixels[:, :, 0]] * 3) if {"imagej", "ome"} & set(options) else pixels
            kind = "minisblack" if data is not pixels else "rgb"
            file.write(data, photometric=kind, **rest)  # type: ignore[arg-type]
            if "subifds" in options:
                file.write(pixels[::2, ::2].copy(), photometric="rgb", subfiletype=1)
        made.append((".tif", buffer.getvalue()))
    frames = [Image.fromarray(pixels), Image.fromarray(pixels[::-1].copy())]
    for kind in ("WEBP", "AVIF", "GIF", "PNG"):
        buffer = io.BytesIO()
        # Pillow's AVIF encoder crashes when it is given EXIF for two pictures.
        more = {} if kind == "AVIF" else {"exif": camera_block()}
        frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], **more)
        made.append((f".{kind.lower()}", buffer.getvalue()))
    return made


def record_text() -> bytes:
    result = fuse([texture(16, 16), texture(16, 16, 1)], FusionSettings("average"))
    assert result.record is not None
    content = json.loads(result.record.to_json())
    content["sources"] = content["sources"] or [{"name": "a.png", "sha256": "0" * 64, "path": "a.png"}]
    return json.dumps(content).encode()


def transforms_text() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "t.json"
        frames = [{"matrix": np.eye(3).tolist()}, {"matrix": [[1, 0, 2], [0, 1, 0], [0, 0, 1]]}]
        place.write_text(json.dumps({"version": 1, "reference": 0, "frames": frames}))
        return save_transforms(read_transforms(place, (16, 16)), place).read_bytes()


def made(number: int, kinds: int | None = None) -> tuple[str, bytes]:
    """Case ``number``: ending and bytes. ``kinds`` is how many seeds there were at the time."""
    random = np.random.default_rng([number, 24])
    suffix, content = seeds()[number % (kinds or len(seeds()))]
    return suffix, structures.damaged(suffix, content, random)


def read_picture(path: Path, folder: Path) -> int:
    """Everything that is done with a picture of a user; returns the bytes of its pixels."""
    capture_time(path)
    preview_of(path)
    pages_of(path)
    photo = load_photo(path, ReadOptions(most_pixels=MOST_PIXELS))
    save_photo(photo, folder / "saved.tif")
    if max(photo.width, photo.height) < 2000:
        save_photo(photo, folder / "saved.png")
        load_photo(folder / "saved.png")
    return photo.pixels.nbytes


def read_metadata(path: Path, folder: Path) -> int:
    """The block as metadata of a small photo that is saved in every format, then read."""
    content, suffix = path.read_bytes(), path.suffix
    kept = Metadata(
        exif=content if suffix == ".exif" else None, xmp=content if suffix == ".xmp" else None,
        iptc=content if suffix == ".iptc" else None,
    )  # fmt: skip
    photo = Photo(texture(16, 16), content if suffix == ".icc" else None, kept)
    exif.orientation_of(kept.exif), exif.says_adobe_rgb(kept.exif)
    exif.block_of_tiff(kept.exif or b"")
    iptc.into_xmp(kept.xmp, kept.iptc or b"")
    xmp.record_in(kept.xmp or b"")
    if suffix == ".icc" and not profiles.is_sound(content):
        return 0
    for ending in (".jpg", ".png", ".tif", ".webp"):
        load_photo(save_photo(photo, folder / f"saved{ending}"))
    return 0


def read_json(path: Path, _folder: Path) -> int:
    """As a record, and as transforms, with which two small pictures are fused."""
    sources, problems = [texture(16, 16), texture(16, 16, 1)], list[FusionError]()
    try:
        record = from_json(path.read_text("utf-8", "replace"), path)
        fuse(sources, record.settings, registration=record.transforms)
    except FusionError as error:
        problems.append(error)
    try:
        fuse(sources, FusionSettings("average"), registration=read_transforms(path))
    except FusionError as error:
        problems.append(error)
    if len(problems) == 2:
        raise problems[0]
    return 0


READ: dict[str, Callable[[Path, Path], int]] = {
    ".exif": read_metadata, ".xmp": read_metadata, ".iptc": read_metadata, ".icc": read_metadata,
    ".json": read_json,
}  # fmt: skip


def outcome(number: int, folder: Path, kinds: int | None = None) -> str:
    """``read``, ``refused``, or what else came of case ``number``."""
    suffix, content = made(number, kinds)
    path = folder / f"case{suffix}"
    path.write_bytes(content)
    before, begun = peak_reset(), time.process_time()
    said, picture = "read", 0
    try:
        picture = READ.get(suffix, read_picture)(path, folder)
    except FusionError as error:
        said = "refused" if "\n" not in str(error) else f"sentence: {error}"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        said = f"exception: {type(error).__name__}: {error}"
    seconds, megabytes = time.process_time() - begun, (peak() - before - 4 * picture) / 1e6
    if seconds > SECONDS:
        return f"time: {seconds:.1f} s, {said}"
    return f"memory: {megabytes:.0f} MB, {said}" if megabytes > MEGABYTES else said


def peak_reset() -> int:
    """Begin to look for the most memory that is taken, on Linux; the bytes that are taken now."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0
    return peak()


def peak() -> int:
    """The most bytes that this process took since ``peak_reset``."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def run_batch(first: int, folder: Path, step: int) -> None:
    """Cases from ``first`` on; the number stands in a file before each, findings are printed."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    counts = Counter[str]()
    with (folder / "number").open("wb", buffering=0) as file:
        for number in range(first, first + BATCH * step, step):
            os.pwrite(file.fileno(), f"{number:12d}".encode(), 0)
            signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)  # of the processor: it may be paused
            said = outcome(number, folder)
            counts[said.split(":")[0]] += 1
            if ":" in said:
                print(json.dumps([number, made(number)[0], said]), flush=True)  # noqa: T201
    print(json.dumps(counts), flush=True)  # noqa: T201


def fuzz(minutes: float, first: int, folder: Path, step: int) -> Counter[str]:
    """Batches, each in a process of its own, until the time is over."""
    counts: Counter[str] = Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        numbers = ["--first", str(first), "--step", str(step)]
        command = [sys.executable, "-m", __spec__.name, "--batch", "--folder", str(folder), *numbers]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines() if line[:1] in "[{"]
        for line in lines:
            if isinstance(line, dict):
                counts.update(line)
            else:
                sys.stdout.write(f"case {line}\n")
        if done.returncode != 0:
            last = int((folder / "number").read_text() or first)
            counts["crash"] += 1
            counts["read or refused"] += (last - first) // step
            sys.stdout.write(f"case {last}: ended with {done.returncode}: {done.stderr[-300:]}\n")
            first = last + step
        else:
            first += BATCH * step
        sys.stdout.write(f"{sum(counts.values())} cases up to {first}: {dict(counts)}\n")
        sys.stdout.flush()
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--step", type=int, default=1, help="for several processes at once")
    parser.add_argument("--folder", type=Path, help="for the damaged files; else one that goes away")
    parser.add_argument("--batch", action="store_true")
    options = parser.parse_args()
    if options.batch:
        run_batch(options.first, options.folder, options.step)
        return 0
    with tempfile.TemporaryDirectory() as own:
        folder = options.folder or Path(own)
        counts = fuzz(options.minutes, options.first, folder, options.step)
    return int(bool(set(counts) - {"read", "refused", "read or refused"}))


if __name__ == "__main__":
    sys.exit(main())
