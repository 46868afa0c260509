"""Frames are decoded once, stay within their budget of memory, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, FusionSettings, MatchingFrames, Photo, fuse, methods, save_photo
from fusion.frames import memory, sources
from fusion.frames.store import FrameStore
from tests.made import focus_stack

MANY = [name for name, method in methods().items() if method.most_frames is None]
ROOT = Path(__file__).resolve().parents[3]
POSIX = pytest.mark.skipif(os.name != "posix", reason="of POSIX")


def saved(folder: Path, count: int) -> list[Path]:
    frames, _ = focus_stack(count, 40, 60)
    return [save_photo(Photo(pixels), folder / f"{n:02d}.png") for n, pixels in enumerate(frames)]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file is decoded."""
    counter: Counter[str] = Counter()
    load = sources.load_photo

    def counted(path: Path, *options: object) -> Photo:
        counter[Path(path).name] += 1
        return load(path, *options)  # type: ignore[arg-type]

    monkeypatch.setattr(sources, "load_photo", counted)
    return counter


@pytest.mark.parametrize("count", [5, 40])
@pytest.mark.parametrize("name", MANY)
def test_each_file_is_decoded_once(
    name: str, count: int, tmp_path: Path, decoded: Counter[str]
) -> None:
    fuse(saved(tmp_path, count), FusionSettings(name, device="cpu"))
    assert set(decoded.values()) == {1}
    assert len(decoded) == count


def test_each_file_is_decoded_once_by_the_published_program(
    tmp_path: Path, decoded: Counter[str]
) -> None:
    fuse(saved(tmp_path, 2), FusionSettings("sesf-published", device="cpu"))
    assert decoded == {"00.png": 1, "01.png": 1}


@pytest.mark.parametrize("name", MANY)
def test_frames_in_files_give_the_pixels_of_frames_in_memory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = saved(tmp_path, 6)
    kept = fuse(paths, FusionSettings(name, device="cpu"))
    monkeypatch.setattr(memory, "FRAMES", 20_000)
    spilled = fuse(paths, FusionSettings(name, device="cpu"))
    assert np.array_equal(kept.photo.pixels, spilled.photo.pixels)
    if kept.decision is not None and spilled.decision is not None:
        assert np.array_equal(kept.decision.confidence, spilled.decision.confidence)


def test_what_is_beyond_the_budget_goes_to_files_and_comes_back(tmp_path: Path) -> None:
    paths = saved(tmp_path, 4)
    frames = MatchingFrames(paths, budget=2 * 40 * 60 * 3)
    assert not frames.in_memory
    assert [isinstance(photo.pixels, np.memmap) for photo in frames] == [False, False, True, True]
    expected = focus_stack(4, 40, 60)[0]
    assert all(np.array_equal(photo.pixels, own) for photo, own in zip(frames, expected, strict=True))


def test_pixels_that_the_caller_has_in_memory_are_not_copied_to_files() -> None:
    frames = focus_stack(3, 40, 60)[0]
    matching = MatchingFrames(frames, budget=0)
    assert matching.in_memory
    assert matching[0].pixels is frames[0]


@POSIX
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = FrameStore(budget=0)
    store.put(0, Photo(np.ones((40, 60), np.uint8)))
    assert list(tmp_path.iterdir()) == []
    assert store[0].pixels.sum() == 40 * 60


FILL_AND_WAIT = """
import sys, time, tempfile, numpy as np
tempfile.tempdir = sys.argv[1]
from fusion.frames.scratch import scratch_array
values = scratch_array((1000, 1000), np.uint8)
values[:] = 1
print("ready", flush=True)
time.sleep(60)
"""


@POSIX
def test_a_killed_process_leaves_nothing_behind(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", FILL_AND_WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, sys, numpy as np
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
from fusion import FusionError, FusionSettings, fuse
from fusion.frames import memory
memory.FRAMES = 0
try:
    fuse(sys.argv[1:], FusionSettings("average"))
except FusionError as error:
    print(error)
"""


@POSIX
def test_a_disk_without_room_is_a_sentence_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk."""
    pixels = np.zeros((1000, 1200), np.uint8)
    paths = [str(save_photo(Photo(pixels), tmp_path / f"{number}.png")) for number in range(2)]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "there is no room for 2 MB in the folder for temporary files" in done.stdout
    assert "TMPDIR" in done.stdout


def test_files_are_mapped_for_writing_in_one_place_alone() -> None:
    """There their space is reserved; elsewhere a full disk would kill the process."""
    found = set()
    for folder in ("fusion", "models", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            maps = "np.memmap(" in text or "open_memmap" in text or "mmap_mode" in text
            if maps or text.count("mmap.mmap(") != text.count("access=mmap.ACCESS_READ"):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == {"fusion/frames/scratch.py"}


def test_the_first_source_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    paths = saved(tmp_path, 4)
    paths[1].write_bytes(b"no picture")
    paths[3].write_bytes(b"no picture either")
    with pytest.raises(FusionError, match=r"01\.png"):
        MatchingFrames(paths)
