"""When memory ends, every method and command says so in one sentence with the way out."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from fusion import FusionError, FusionSettings, Photo, fuse, load_photo, methods, pipeline, save_photo
from fusion.cli import main
from fusion.files import reading
from fusion.memory_errors import is_out_of_memory
from fusion.methods.multifocus import sesf_published
from tests.made import texture

ROOT = Path(__file__).resolve().parents[2]
ENDS = [
    MemoryError(), np.linalg.LinAlgError("Unable to allocate 3 GiB"),
    cv2.error("OpenCV(5.0.0) error: (-4:Insufficient memory) Failed to allocate 96 bytes"),
    RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
    RuntimeError("std::bad_alloc"), RuntimeError("can't start new thread"),
    OSError(errno.ENOMEM, "Cannot allocate memory"),
    ImportError("libx.so: failed to map segment from shared object"),
]  # fmt: skip
NAMES = [name for name in methods() if name != "auto"]


@pytest.mark.parametrize("error", ENDS, ids=[type(error).__name__ for error in ENDS])
def test_the_end_of_memory_is_known_in_any_words(error: Exception) -> None:
    assert is_out_of_memory(error)
    wrapped = ValueError("other words")
    wrapped.__cause__ = error
    assert is_out_of_memory(wrapped)
    assert not is_out_of_memory(ValueError("the memory of a summer"))


@pytest.mark.parametrize("name", NAMES)
def test_every_method_says_it_in_one_sentence(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_values: object, **_more: object) -> None:
        raise ENDS[2]

    monkeypatch.setattr(pipeline, "apply_method", fail)
    sources = [texture(24, 24), texture(24, 24, 1)]
    with pytest.raises(FusionError, match="not enough memory for this; close other programs") as error:
        fuse(sources, FusionSettings(name))
    assert error.value.code == "too-little-memory"
    places = [save_photo(Photo(p), tmp_path / f"{n}.png") for n, p in enumerate(sources)]
    output = tmp_path / "o.png"
    assert main(["fuse", *map(str, places), "-o", str(output), "--method", name]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("error: there is not enough memory") or "\rerror: there is" in shown
    assert "inside the program" not in shown
    assert not output.exists()


def test_a_reader_without_memory_does_not_call_a_file_damaged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_values: object) -> None:
        raise ENDS[2]

    place = save_photo(Photo(texture(8, 8)), tmp_path / "a.png")
    monkeypatch.setattr(reading, "decode", fail)
    with pytest.raises(FusionError, match=r"not enough memory to read .*a\.png"):
        load_photo(place)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is Linux's")
def test_with_little_memory_the_command_ends_with_a_sentence(tmp_path: Path) -> None:
    """The address space of the process is limited to what the program needs itself and 100 MB."""
    flat = np.zeros((5000, 6000, 3), np.uint8)
    places = [save_photo(Photo(flat), tmp_path / f"{n}.tif") for n in range(2)]
    code = (
        "import resource, sys; import fusion.cli.fuse, fusion.pipeline, cv2\n"
        "now = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (now + 100_000_000,) * 2)\n"
        "from fusion.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    given = ["fuse", *map(str, places), "-o", str(tmp_path / "o.tif"), "--method", "guided-filter"]
    done = subprocess.run(
        [sys.executable, "-c", code, *given], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    last = done.stderr.replace("\r", "\n").strip().splitlines()[-1]
    assert last.startswith("error: there is not enough memory"), done.stderr
    assert not (tmp_path / "o.tif").exists()


def test_the_published_preset_refuses_large_pictures_before_the_work() -> None:
    large = np.broadcast_to(np.uint8(0), (3000, 2500))
    with pytest.raises(FusionError, match="too much memory for 2500 × 3000 pixels; take"):
        sesf_published.refuse_large(large)
    sesf_published.refuse_large(large[:2000])
