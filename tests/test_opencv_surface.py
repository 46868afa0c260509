"""Every OpenCV function that the program uses is there: OpenCV 5 moved many."""

import re
from pathlib import Path

import cv2
import pytest

ROOT = Path(__file__).resolve().parent.parent


def used_names() -> list[str]:
    sources = [path for folder in ("fusion", "models", "ui") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return sorted(set(re.findall(r"\bcv2\.(\w+)", text)))


@pytest.mark.parametrize("name", used_names())
def test_opencv_has(name: str) -> None:
    assert hasattr(cv2, name)


def test_no_plugin_of_qt_comes_with_opencv() -> None:
    """``opencv-python`` brings its own and PyQt5 then aborts; the headless package has none."""
    assert not (Path(cv2.__file__).parent / "qt").exists()
