"""OpenVINO runs the networks on the CPU where it is installed, torch everywhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOAD = (
    "import sys\n"
    "from models.select_backend import load_scorer, load_sharpness\n"
    "load_scorer('learned-decision', 'cpu'); load_sharpness('sesf-cse', 'cpu')\n"
    "print('torch' in sys.modules)"
)


def run(code: str, path: Path = ROOT) -> str:
    """What a new process prints that looks for modules in ``path`` first."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
        env={**os.environ, "PYTHONPATH": str(path)},
    )
    return done.stdout.strip()


def test_on_the_cpu_openvino_runs_and_torch_is_not_imported() -> None:
    assert run(LOAD) == "False"


def test_where_openvino_is_not_installed_torch_runs() -> None:
    assert run("import sys; sys.modules['openvino'] = None\n" + LOAD) == "True"


def test_an_openvino_that_does_not_start_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "openvino.py").write_text("def Core():\n    raise RuntimeError('no plugin')\n")
    assert run(LOAD, tmp_path) == "True"


@pytest.mark.parametrize("method", ["sesf", "learned-decision"])
def test_torch_is_not_imported_to_fuse_where_openvino_runs(method: str) -> None:
    code = (
        "import sys, numpy as np; from fusion import FusionSettings, fuse\n"
        "a = np.random.default_rng(1).integers(0, 255, (64, 64), np.uint8)\n"
        f"fuse([a, a[::-1].copy()], FusionSettings({method!r}, device='cpu'))\n"
        "print('torch' in sys.modules)"
    )
    assert run(code) == "False"
