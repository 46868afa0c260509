"""Slabs cover a stack, and a stack fused in slabs is as sharp as one fused at once."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fusion.cli import main
from fusion.errors import FusionError
from fusion.files import load_photo, save_photo
from fusion.photo import Photo
from fusion.pipeline import fuse
from fusion.record import read_record
from fusion.settings import FusionSettings, RegistrationParameters, SlabParameters
from fusion.slabs import slabs_of

COUNT, HEIGHT, WIDTH = 7, 60, 280
STILL = RegistrationParameters("none", even_exposure=False)


def stack() -> tuple[list[np.ndarray], np.ndarray]:
    """Frames that are sharp in one band each, and the scene."""
    scene = np.random.default_rng(1).integers(0, 256, (HEIGHT, WIDTH), np.uint8)
    frames = []
    for number in range(COUNT):
        frame = np.full_like(scene, 127)
        band = slice(number * WIDTH // COUNT, (number + 1) * WIDTH // COUNT)
        frame[:, band] = scene[:, band]
        frames.append(frame)
    return frames, scene


@given(count=st.integers(1, 60), size=st.integers(2, 20), overlap=st.integers(0, 19))
def test_slabs_cover_every_frame_and_overlap_as_asked(count: int, size: int, overlap: int) -> None:
    if overlap >= size:
        with pytest.raises(FusionError, match="cannot overlap"):
            slabs_of(count, size, overlap)
        return
    slabs = slabs_of(count, size, overlap)
    assert set(itertools.chain(*slabs)) == set(range(count))
    assert {len(slab) for slab in slabs[:-1]} <= {size}
    shared = [len(set(one) & set(other)) for one, other in itertools.pairwise(slabs)]
    assert shared == [overlap] * (len(slabs) - 1)
    assert len(slabs) == 1 or len(slabs[-1]) > overlap


def test_a_stack_in_slabs_keeps_the_sharp_part_of_every_frame() -> None:
    frames, scene = stack()
    settings = FusionSettings(
        "spatial-frequency", device="cpu", registration=STILL, slabs=SlabParameters(3, 1)
    )
    saved: dict[int, Photo] = {}
    result = fuse(frames, settings, save_slab=saved.__setitem__)
    assert sorted(saved) == [1, 2, 3]
    assert result.decision is None
    assert (result.photo.pixels == scene).mean() > 0.7
    slab = fuse(frames[2:5], FusionSettings("spatial-frequency", device="cpu", registration=STILL))
    assert np.array_equal(saved[2].pixels, slab.photo.pixels)


def test_fewer_frames_than_a_slab_are_fused_at_once() -> None:
    frames, _ = stack()
    settings = FusionSettings("average", registration=STILL, slabs=SlabParameters(COUNT, 3))
    whole = fuse(frames, FusionSettings("average", registration=STILL))
    assert np.array_equal(fuse(frames, settings).photo.pixels, whole.photo.pixels)


def test_the_command_saves_slabs_and_its_record_repeats_them(tmp_path: Path) -> None:
    frames, _ = stack()
    paths = [tmp_path / f"{number}.png" for number in range(COUNT)]
    for path, frame in zip(paths, frames, strict=True):
        save_photo(Photo(frame), path)
    output, folder = tmp_path / "out.tif", tmp_path / "slabs"
    asked = ["--method", "spatial-frequency", "--slabs", "3", "--overlap", "1", "--align", "none"]
    names = [str(path) for path in paths]
    saving = ["--save-slabs", str(folder), "--sidecar"]
    assert main(["fuse", *names, "-o", str(output), *asked, *saving]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [f"slab_00{n}.tif" for n in (1, 2, 3)]
    (sidecar,) = tmp_path.glob("*.json")
    assert json.loads(sidecar.read_text())["slabs"] == {"size": 3, "overlap": 1}
    again = fuse(paths, read_record(sidecar).settings)
    assert np.array_equal(again.photo.pixels, load_photo(output).pixels)


@pytest.mark.parametrize(
    "options", [["--overlap", "2"], ["--slabs", "3", "--overlap", "3"], ["--slabs", "1"]]
)
def test_slabs_that_cannot_be_are_refused(tmp_path: Path, options: list[str]) -> None:
    frames, _ = stack()
    for number in (0, 1):
        save_photo(Photo(frames[number]), tmp_path / f"{number}.png")
    names = [str(tmp_path / f"{number}.png") for number in (0, 1)]
    assert main(["fuse", *names, "-o", str(tmp_path / "out.png"), *options]) == 2
