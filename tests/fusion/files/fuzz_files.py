"""Fuzzes the reader: ``python -m tests.fusion.files.fuzz_files --minutes 5``.

Small files of every format are damaged, each case by its own number, and read in a process of their own
with limits on memory and time. Whatever is not a picture or one sentence is a finding; its number makes
the same bytes again, and goes into ``FOUND`` of ``test_hostile_files.py``.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path

import imagecodecs
import numpy as np
import OpenEXR
import tifffile
from PIL import Image

from fusion import FusionError, Metadata, Photo, SaveOptions, load_photo, save_photo
from fusion.files.colour import profiles
from fusion.files.writing import encode
from tests.fusion.files.test_formats import dng
from tests.fusion.files.test_metadata import IPTC, XMP, camera_block
from tests.fusion.files.test_raw_metadata import cr3, raf
from tests.fusion.files.test_wide_formats import JXL
from tests.made import Bytes, texture

ROOT = Path(__file__).resolve().parents[3]
BATCH = 400
MEMORY = 3_000_000_000
SECONDS_A_FILE = 20


@cache
def seeds() -> list[tuple[str, bytes]]:
    """Small good files: ending and content."""
    pixels, exif = texture(24, 32), camera_block()
    deep = pixels.astype(np.uint16) * 257
    made: list[tuple[str, bytes]] = []
    for kind in (pixels, deep, deep[:, :, 0].copy(), pixels / np.float32(255)):
        rich = Photo(kind, None if kind.ndim == 2 else profiles.srgb(), Metadata(exif, XMP, IPTC))
        made += [
            (suffix, bytes(encode(rich, suffix, SaveOptions())))
            for suffix in (".jpg", ".png", ".tif", ".webp", ".bmp")
        ]
    for options in (
        {"compression": "lzw", "predictor": True}, {"compression": "jpeg"}, {"bigtiff": True},
        {"tile": (16, 16), "compression": "deflate"}, {"compression": "packbits"},
        {"planarconfig": "separate"}, {"byteorder": ">"},
    ):  # fmt: skip
        planes = np.moveaxis(pixels, 2, 0) if "planarconfig" in options else pixels
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, planes, photometric="rgb", **options)  # type: ignore[arg-type]
        made.append((".tif", buffer.getvalue()))
    pages = io.BytesIO()
    tifffile.imwrite(pages, np.stack([pixels] * 3), photometric="rgb")
    made.append((".tif", pages.getvalue()))
    picture = Image.fromarray(pixels)
    for mode, kind, suffix in (
        ("RGB", "AVIF", ".avif"), ("P", "GIF", ".gif"), ("P", "PNG", ".png"), ("CMYK", "JPEG", ".jpg"),
        ("1", "TIFF", ".tif"), ("RGBA", "WEBP", ".webp"), ("RGB", "PPM", ".ppm"),
        ("RGB", "JPEG2000", ".jp2"),
    ):  # fmt: skip
        buffer = io.BytesIO()
        picture.convert(mode).save(buffer, kind)
        made.append((suffix, buffer.getvalue()))
    made.append((".jxl", bytes(imagecodecs.jpegxl_encode(deep, lossless=True))))
    made.append((".ppm", b"P6 32 24 65535\n" + deep.astype(">u2").tobytes()))
    return made + optional_seeds(picture) + later_seeds(pixels)


def optional_seeds(picture: Image.Image) -> list[tuple[str, bytes]]:
    """HEIF, where the optional package is there."""
    try:
        import pillow_heif
    except ImportError:
        return []
    buffer = io.BytesIO()
    pillow_heif.from_pillow(picture).save(buffer)
    return [(".heic", buffer.getvalue())]


def later_seeds(pixels: Bytes) -> list[tuple[str, bytes]]:
    """Formats that came after the first runs; behind the others, whose cases stay what they are."""
    deep = pixels.astype(np.uint16) * 4
    made = [(".avif", bytes(imagecodecs.avif_encode(deep, level=90, bitspersample=10)))]
    made += [(".jxl", base64.b85decode(content)) for content in JXL.values()]
    jpeg = encode(Photo(pixels, profiles.srgb(), Metadata(camera_block())), ".jpg", SaveOptions())
    made.append((".jxl", bytes(imagecodecs.jpegxl_encode_jpeg(bytes(jpeg)))))
    made += [(".cr3", cr3()), (".raf", raf()), (".dng", dng(deep[:, :, 0].copy(), (500, 1000, 800)))]
    with tempfile.TemporaryDirectory() as folder:
        for compression in (OpenEXR.ZIP_COMPRESSION, OpenEXR.PIZ_COMPRESSION):
            header = {"compression": compression, "type": OpenEXR.scanlineimage}
            path = Path(folder) / "a.exr"
            OpenEXR.File(header, {"RGB": pixels.astype(np.float16)}).write(str(path))
            made.append((".exr", path.read_bytes()))
    return made


def damaged(number: int, kinds: int | None = None) -> tuple[str, bytes]:
    """Case ``number``: the ending and the bytes. ``kinds`` is how many seeds there were at the time."""
    random = np.random.default_rng(number)
    suffix, content = seeds()[number % (kinds or len(seeds()))]
    data = bytearray(content)
    head = min(len(data), 400)
    for _ in range(int(random.integers(1, 6))):
        # Most of a file's structure stands at its beginning, so half of the damage goes there.
        span = head if random.random() < 0.5 else len(data)
        at = int(random.integers(0, max(span, 1)))
        kind = int(random.integers(0, 5))
        if kind == 0:
            data[at : at + 1] = random.bytes(1)
        elif kind == 1:
            data[at : at + 4] = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\x01"][
                int(random.integers(0, 4))
            ]
        elif kind == 2:
            del data[at:]
        elif kind == 3:
            del data[at : at + int(random.integers(1, 40))]
        else:
            data[at:at] = random.bytes(int(random.integers(1, 40)))
        if not data:
            data = bytearray(b"\0")
    return suffix, bytes(data)


def outcome(number: int, folder: Path, kinds: int | None = None) -> str:
    """``picture``, ``refused``, or what else came of reading and saving case ``number``."""
    suffix, content = damaged(number, kinds)
    path = folder / f"case{suffix}"
    path.write_bytes(content)
    try:
        photo = load_photo(path)
        save_photo(photo, folder / "saved.tif")  # the one format without a longest side
        return "picture"
    except FusionError as error:
        text = str(error)
        return "refused" if path.name in text and "\n" not in text else f"sentence: {text}"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"exception: {type(error).__name__}: {error}"


def run_batch(first: int, folder: Path) -> None:
    """Read cases from ``first`` on, a line of JSON each before and after."""
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(first, first + BATCH):
        signal.alarm(SECONDS_A_FILE)
        print(json.dumps([number, None]), flush=True)  # noqa: T201
        print(json.dumps([number, outcome(number, folder)]), flush=True)  # noqa: T201


def fuzz(minutes: float, first: int, folder: Path) -> Counter[str]:
    """Batches until the time is over; findings are printed, and the counts."""
    counts: Counter[str] = Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        command = [sys.executable, "-m", __spec__.name, "--batch", str(first), "--folder", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        for number, said in lines:
            if said is not None:
                counts[said.split(":")[0]] += 1
                if ":" in said:
                    sys.stdout.write(f"case {number} ({seeds()[number % len(seeds())][0]}): {said}\n")
        last = lines[-1][0] if lines else first
        if done.returncode != 0:
            counts["crash"] += 1
            ending = seeds()[last % len(seeds())][0]
            sys.stdout.write(f"case {last} ({ending}): ended with {done.returncode}\n")
        sys.stdout.flush()
        first = last + 1
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="for the damaged files; else one that goes away")
    parser.add_argument("--batch", type=int)
    options = parser.parse_args()
    if options.batch is not None:
        run_batch(options.batch, options.folder)
        return 0
    with tempfile.TemporaryDirectory() as own:
        counts = fuzz(options.minutes, options.first, options.folder or Path(own))
    sys.stdout.write(f"{sum(counts.values())} files: {dict(counts)}\n")
    return int(bool(set(counts) - {"picture", "refused"}))


if __name__ == "__main__":
    sys.exit(main())
