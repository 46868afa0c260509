"""The measured values on the clipboard and in files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.ui.conftest import measure, measured, settle
from ui.dialogs import files
from ui.main_window import MainWindow
from ui.qt import QApplication, QFileDialog, QLineEdit, QTimer


def test_copy_is_a_table_with_tabs(fused: MainWindow) -> None:
    measure(fused)
    fused.metrics.copy.click()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    lines = [line.split("\t") for line in clipboard.text().splitlines()]
    assert lines[0] == ["metric", "value", "better"]
    assert {key: float(value) for key, value, _better in lines[1:]} == measured(fused)
    assert ["SF", repr(measured(fused)["SF"]), "higher"] in lines


@pytest.mark.parametrize("name", ["指标.csv", "numbers.JSON"])
def test_export(fused: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    same = fused.session.fused.result.photo.pixels  # type: ignore[union-attr]
    equal = tmp_path / "equal.png"
    Image.fromarray(same).save(equal)
    fused.measuring.read_reference(equal)
    settle(fused)
    measure(fused)
    target = tmp_path / name
    monkeypatch.setattr(files, "ask_export", lambda *_args: target)
    fused.metrics.export.click()
    settle(fused)
    assert target.name in fused.messages.text
    text = target.read_text(encoding="utf-8")
    if target.suffix == ".csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert {row["metric"]: float(row["value"]) for row in rows} == measured(fused)
        assert {row["better"] for row in rows} == {"higher", "lower"}
    else:
        document = json.loads(text)
        found = {key: float(entry["value"]) for key, entry in document["metrics"].items()}
        assert found == measured(fused)
        assert document["metrics"]["PSNR_reference"]["value"] == "inf"
        assert document["sources"] == ["近景 1.png", "远景 2.png"]
        assert document["reference"] == "equal.png"


def test_export_never_replaces_a_picture(fused: MainWindow, pair: list[Path], tmp_path: Path) -> None:
    measure(fused)
    before = pair[0].read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(pair[0])
    for target in (link, pair[0], tmp_path / "numbers.txt", tmp_path / "no folder" / "a.csv"):
        fused.measuring.export(target)
        settle(fused)
        assert fused.messages.text
        assert "Saved" not in fused.messages.text
        fused.messages.clear()
    assert pair[0].read_bytes() == before
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_the_export_dialog(window: MainWindow, tmp_path: Path) -> None:
    def answer() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
        name = dialog.findChild(QLineEdit)
        assert name is not None
        name.setText("typed")
        dialog.accept()

    QTimer.singleShot(200, answer)
    assert files.ask_export(window, tmp_path / "a_metrics.csv") == tmp_path / "typed.csv"
