"""Nothing leaves the machine unasked, and nothing is written but what was named and what is ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from fusion import Photo, save_photo
from fusion.cli import COMMANDS
from models.networks import networks
from tests.made import focus_pair, texture

ROOT = Path(__file__).resolve().parent.parent
AUDIT = Path(__file__).resolve().parent / "audit"


@dataclass(frozen=True)
class Watched:
    """A fresh home and working folder, and the log of what processes there reached and wrote.

    The folder for temporary files has a short name: the workers of a training bind sockets in it, whose
    paths may have 107 bytes.
    """

    folder: Path
    scratch: Path

    def run(self, *arguments: str | Path) -> str:
        """What a Python process prints; it must succeed."""
        home = self.folder / "home"
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            capture_output=True, text=True, cwd=ROOT, check=False, timeout=600,
            env={
                **kept, "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home),
                "APPDATA": str(home), "TMPDIR": str(self.scratch),
                "TEMP": str(self.scratch), "AUDIT_LOG": str(self.folder / "audit.log"),
                "PYTHONPATH": os.pathsep.join([str(AUDIT), str(ROOT)]), "QT_QPA_PLATFORM": "offscreen",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def check(self, *ours: Path) -> None:
        """Nothing was reached, nothing written outside ``out`` and ``ours``, no scratch file is left."""
        lines = (self.folder / "audit.log").read_text(encoding="utf-8").splitlines()
        allowed = (self.folder / "out", self.scratch, Path(os.devnull), *ours)
        assert [line for line in lines if line.startswith("network ")] == []
        written = {Path(line.removeprefix("write ")) for line in lines if line.startswith("write ")}
        assert written, "the hook saw nothing"
        above = {folder for one in ours for folder in one.parents}
        foreign = [
            path for path in written - above if not any(path.is_relative_to(one) for one in allowed)
        ]
        assert foreign == []
        assert [path for path in self.scratch.rglob("*") if path.is_file()] == []
        found = [path for path in (self.folder / "home").rglob("*") if path.is_file()]
        assert [path for path in found if not any(path.is_relative_to(one) for one in ours)] == []


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    for name in ("home", "out", "data"):
        (tmp_path / name).mkdir()
    made = focus_pair(64, 80)
    for name, pixels in (("1_A", made.first), ("1_B", made.second)):
        save_photo(Photo(pixels), tmp_path / "data" / f"{name}.png")
    with tempfile.TemporaryDirectory(prefix="w") as scratch:
        yield Watched(tmp_path, Path(scratch))


def commands_of(folder: Path) -> list[list[str]]:
    """Every command of the command line, with every file that it can write."""
    data, out = folder / "data", folder / "out"
    pair = [str(data / "1_A.png"), str(data / "1_B.png")]
    views = [f"--{name}={out / name}.png" for name in ("confidence", "stereo", "anaglyph")]
    return [
        ["fuse", *pair, "-o", f"{out}/o.png", "--device", "cpu", "--sidecar", "--timings",
         f"--decision-map={out}/map.png", f"--depth={out}/d.png", f"--save-transforms={out}/t.json",
         f"--save-aligned={out}/aligned"],
        ["fuse", *pair, "-o", f"{out}/l.tif", "--device", "cpu", "--method", "learned-decision"],
        ["fuse", *pair, *pair, "-o", f"{out}/s.png", "--method", "average", "--slabs", "2",
         "--overlap", "1", f"--save-slabs={out}/slabs"],
        ["register", *pair, f"--transforms={out}/again.json"],
        ["check", *pair],
        ["repeat", f"{out}/o.png.json", "-o", f"{out}/repeated.png"],
        ["depth", *pair, "-o", f"{out}/depth.png", *views, f"--animation={out}/rock.gif",
         f"--mesh={out}/surface.glb"],
        ["methods"],
        ["metrics", *pair, "--fused", f"{out}/o.png"],
        ["evaluate", str(data), "-o", f"{out}/report", "--methods", "sesf,learned-decision",
         "--jobs", "2", "--device", "cpu"],
    ]  # fmt: skip


def test_no_command_reaches_out_or_writes_elsewhere(watched: Watched) -> None:
    commands = commands_of(watched.folder)
    assert {command[0] for command in commands} == set(COMMANDS)
    listed = watched.folder / "commands.json"
    listed.write_text(json.dumps(commands), encoding="utf-8")
    codes = json.loads(watched.run(AUDIT / "run_commands.py", listed).splitlines()[-1])
    assert codes == [0] * len(commands)
    watched.check()


def test_the_window_writes_only_its_log_and_settings(watched: Watched) -> None:
    data, out = watched.folder / "data", watched.folder / "out"
    watched.run(AUDIT / "drive_window.py", data / "1_A.png", data / "1_B.png", out / "o.png")
    assert (out / "o.png").is_file()
    home = watched.folder / "home"
    watched.check(home / ".config" / "Parfocal", home / ".local" / "share" / "Parfocal")


def test_no_training_reaches_out_or_writes_elsewhere(watched: Watched) -> None:
    data, out = watched.folder / "photographs", watched.folder / "out"
    data.mkdir()
    for number in range(3):
        save_photo(Photo(texture(112, 112, seed=number)), data / f"{number}.png")
        for role in ("ir", "vi"):
            save_photo(Photo(texture(112, 112, seed=number)), data / f"pair{number}_{role}.png")
    watched.run(AUDIT / "run_training.py", data, out, *networks())
    assert {path.suffix for path in out.rglob("*")} >= {".safetensors", ".json"}
    watched.check()


def test_the_telemetry_of_openvino_cannot_be_imported_beside_the_networks() -> None:
    code = "import models.select_backend, importlib; importlib.import_module('openvino_telemetry')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert "ModuleNotFoundError" in done.stderr
