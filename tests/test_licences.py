"""The program is GPL-3.0-or-later by PyQt5; its engine needs nothing that is under the GPL alone."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GPL = {
    "PyQt5", "pillow_heif", "pillow_jxl", "exiv2", "pyexiv2", "rawpy_demosaic", "colour_demosaicing",
    "pymupdf", "fitz",
}  # fmt: skip
"""Packages under the GPL that a program like this may be tempted to import."""
OPTIONAL = {"pillow_heif": "pillow-heif", "pillow_jxl": "pillow-jxl-plugin"}
"""Those that the engine takes where they are installed, by the names of their packages."""


def imports_of(path: Path) -> dict[str, bool]:
    """Each package that a file imports: True where its absence is caught, inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    caught = {
        id(inner)
        for function in ast.walk(tree) if isinstance(function, ast.FunctionDef)
        for attempt in ast.walk(function) if isinstance(attempt, ast.Try)
        and any(isinstance(h.type, ast.Name) and h.type.id == "ImportError" for h in attempt.handlers)
        for step in attempt.body for inner in ast.walk(step)
    }  # fmt: skip
    found: dict[str, bool] = {}
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            package = name.split(".")[0]
            found[package] = found.get(package, True) and id(node) in caught
    return found


@pytest.mark.parametrize("folder", ["fusion", "models"])
def test_the_engine_imports_no_package_under_the_gpl_but_optional_ones(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for package, is_optional in imports_of(path).items():
            if package in GPL:
                assert package in OPTIONAL, f"{path} imports {package}"
                assert is_optional, f"{path} cannot do without {package}"


def test_what_the_engine_loads_is_free_of_the_gpl() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, fusion; fusion.methods(); print(*sys.modules)"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert not {name.split(".")[0] for name in done.stdout.split()} & GPL


def test_optional_packages_are_apart_and_named_with_what_is_lost() -> None:
    needed = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    extra = (ROOT / "requirements-heif.txt").read_text(encoding="utf-8")
    decisions = (ROOT / "docs" / "developer" / "decisions.md").read_text(encoding="utf-8")
    for package in OPTIONAL.values():
        assert package not in needed
        assert re.search(rf"^{package}==", extra, re.MULTILINE)
        assert f"| {package} (optional, `requirements-heif.txt`)" in decisions
    assert "Without" in extra


def test_every_package_is_pinned_and_has_its_reason() -> None:
    decisions = (ROOT / "docs" / "developer" / "decisions.md").read_text(encoding="utf-8").lower()
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.partition(";")[0].split("==")
            assert version
            assert name.lower() in decisions


def test_the_licence_is_said_where_people_look() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in licence
    assert "Version 3" in licence
    assert "GPL-3.0-or-later" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert 'license = "GPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
