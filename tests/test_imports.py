"""Data flows one way, and heavy libraries wait until they are used."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_imports_go_one_way_and_qt_stays_in_the_window() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )
    assert done.returncode == 0, done.stdout


def test_qt_is_imported_from_one_module() -> None:
    guilty = [
        path
        for folder in ("ui", "fusion", "models")
        for path in (ROOT / folder).rglob("*.py")
        if any(
            line.strip().startswith(("import PyQt5", "from PyQt5"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert [path.relative_to(ROOT).as_posix() for path in guilty] == ["ui/qt.py"]


def test_the_engine_s_import_loads_neither_torch_nor_qt_nor_scipy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, fusion; fusion.methods(); print(*sys.modules)"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"torch", "PyQt5", "scipy", "skimage", "matplotlib"}
