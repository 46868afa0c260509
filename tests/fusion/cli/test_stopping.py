"""Interrupts, closed streams, full disks and impossible values: a sentence and the right exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fusion import Photo, save_photo
from fusion.cli import main
from tests.made import focus_pair

ROOT = Path(__file__).resolve().parents[3]
INTERRUPT = Path(__file__).resolve().parents[2] / "audit" / "interrupt"
posix = pytest.mark.skipif(os.name == "nt", reason="interrupts and streams are otherwise there")


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    made = focus_pair(48, 64)
    paths = [tmp_path / "a.png", tmp_path / "b.png"]
    for path, pixels in zip(paths, (made.first, made.second), strict=True):
        save_photo(Photo(pixels), path)
    return [str(path) for path in paths]


@posix
@pytest.mark.parametrize(
    "module", ["fusion.cli", "argparse", "numpy", "cv2", "fusion.pipeline", "openvino"]
)
def test_an_interrupt_at_any_import_is_a_sentence(module: str, pair: list[str], tmp_path: Path) -> None:
    """Those of numpy, OpenCV and OpenVINO would make errors of their own of it."""
    command = ["fuse", *pair, "-o", str(tmp_path / "o.png"), "--device", "cpu"]
    done = subprocess.run(
        [sys.executable, "-m", "fusion", *command],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(INTERRUPT), "INTERRUPT_AT": module},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "cancelled; nothing was written\n"
    assert not (tmp_path / "o.png").exists()


@posix
@pytest.mark.parametrize("start", [["-m", "models", "train", "--help"], ["app.py", "--sample"]])
def test_trainings_and_the_window_start_as_quietly(start: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *start], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(INTERRUPT), "INTERRUPT_AT": "argparse",
             "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "cancelled; nothing was written\n")


@posix
def test_ignored_interrupts_stay_ignored(pair: list[str], tmp_path: Path) -> None:
    """As of jobs in the background."""
    command = ["fuse", *pair, "-o", str(tmp_path / "o.png"), "--method", "average"]
    done = subprocess.run(
        [sys.executable, "-m", "fusion", *command],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "PYTHONPATH": str(INTERRUPT), "INTERRUPT_AT": "numpy"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def shell(line: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell, in which ``$@`` is the command."""
    return subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, "-m", "fusion", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@posix
def test_closed_streams_do_no_harm(pair: list[str], tmp_path: Path) -> None:
    """No file that is written gets the number of a closed stream."""
    out = tmp_path / "o.png"
    fuse = ["fuse", *pair, "-o", str(out), "--method", "average"]
    for line, printed in (('"$@" 2>&-', f"{out}  (average, cpu)\n"), ('"$@" >&- 2>&- <&-', "")):
        done = shell(line, *fuse)
        assert (done.returncode, done.stdout) == (0, printed)
        assert out.read_bytes().startswith(b"\x89PNG")
        out.unlink()
    done = shell('"$@" 2>&-', "fuse", *pair, "-o", str(tmp_path / "no" / "o.png"))
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("command", [["methods"], ["--help"], ["fuse"]])
def test_a_full_disk_under_the_output_is_a_sentence(
    command: list[str], pair: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "o.png"
    given = [*command, *pair, "-o", str(out), "--method", "average"] if command == ["fuse"] else command
    done = shell('"$@" >/dev/full', *given)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written (No space left on device); its files are saved" in done.stderr
    assert out.exists() == (command == ["fuse"])
    done = shell('"$@" 2>/dev/full', "fuse", "gone.png", "gone too.png", "-o", str(out))
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "513", "9" * 30])
def test_a_number_of_threads_out_of_range_is_wrong_usage(
    value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", value)
    assert main(["methods"]) == 2
    said = f"error: PARFOCAL_THREADS is {value}; it must be a whole number from 1 to 512\n"
    assert capsys.readouterr().err == said
