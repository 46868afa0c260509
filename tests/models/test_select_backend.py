"""OpenVINO runs the networks on the CPU where it is installed, torch everywhere else."""

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


def run(code: str) -> str:
    """What a new process prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return done.stdout.strip()


def test_on_the_cpu_openvino_runs_and_torch_is_not_imported() -> None:
    assert run(LOAD) == "False"


def test_where_openvino_is_not_installed_torch_runs() -> None:
    assert run("import sys; sys.modules['openvino'] = None\n" + LOAD) == "True"


@pytest.mark.parametrize("method", ["sesf", "learned-decision"])
def test_torch_is_not_imported_to_fuse_where_openvino_runs(method: str) -> None:
    code = (
        "import sys, numpy as np; from fusion import FusionSettings, fuse\n"
        "a = np.random.default_rng(1).integers(0, 255, (64, 64), np.uint8)\n"
        f"fuse([a, a[::-1].copy()], FusionSettings({method!r}, device='cpu'))\n"
        "print('torch' in sys.modules)"
    )
    assert run(code) == "False"
