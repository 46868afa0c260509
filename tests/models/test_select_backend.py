"""OpenVINO runs the networks on the CPU where it is installed, torch everywhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from models import select_backend
from models.decision.openvino_runtime import OpenVinoDecisionRuntime
from models.decision.torch_runtime import TorchDecisionRuntime
from models.running import openvino_compiler
from models.sesf.openvino_runtime import OpenVinoEncoderRuntime
from models.sesf.torch_runtime import TorchEncoderRuntime

ROOT = Path(__file__).resolve().parent.parent.parent


def test_on_the_cpu_openvino_runs() -> None:
    assert isinstance(select_backend.load_scorer("learned-decision", "cpu"), OpenVinoDecisionRuntime)
    assert isinstance(select_backend.load_sharpness("sesf-cse", "cpu"), OpenVinoEncoderRuntime)


def test_where_openvino_is_not_installed_torch_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    openvino_compiler.is_available.cache_clear()
    try:
        assert isinstance(select_backend.load_scorer("learned-decision", "cpu"), TorchDecisionRuntime)
        assert isinstance(select_backend.load_sharpness("sesf-cse", "cpu"), TorchEncoderRuntime)
    finally:
        openvino_compiler.is_available.cache_clear()


def test_an_openvino_that_does_not_start_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no plugin")

    monkeypatch.setattr(openvino_compiler, "core", broken)
    openvino_compiler.is_available.cache_clear()
    try:
        assert isinstance(select_backend.load_sharpness("sesf-cse", "cpu"), TorchEncoderRuntime)
    finally:
        openvino_compiler.is_available.cache_clear()


@pytest.mark.parametrize("method", ["sesf", "learned-decision"])
def test_torch_is_not_imported_where_openvino_runs(method: str) -> None:
    code = (
        "import sys, numpy as np; from fusion import FusionSettings, fuse\n"
        "a = np.random.default_rng(1).integers(0, 255, (64, 64), np.uint8)\n"
        f"fuse([a, a[::-1].copy()], FusionSettings({method!r}, device='cpu'))\n"
        "print('torch' in sys.modules or 'models.sesf.network' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "False"
