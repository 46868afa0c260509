"""The panel of metrics: the engine's values, off the window's thread, and of one result."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PyQt5.QtTest import QTest

import fusion.metrics
from fusion.metrics import METRICS
from tests.ui.conftest import (
    HANG_SECONDS,
    by_engine,
    load,
    made_pair,
    measure,
    measured,
    settle,
    visible_texts,
    wait_for,
)
from ui.dialogs import files
from ui.jobs.measure_job import DEFAULT_METRICS
from ui.main_window import MainWindow
from ui.panels.metric_rows import explain, show_number
from ui.qt import QApplication, QEvent, QLabel, QPushButton, Qt


def slow_score(*_pictures: object, progress, **_more: object) -> dict[str, float]:  # type: ignore[no-untyped-def]
    for step in range(1000):
        progress("Q_G", step, 1000)
        time.sleep(0.01)
    return {"Q_G": 0.5}


def names_the_reference(window: MainWindow) -> bool:
    """Whether the panel shows which picture the result is compared with."""
    labels = window.metrics.findChildren(QLabel)
    return any("truth" in label.toolTip() for label in labels if label.isVisible())


def test_folded_until_wanted_and_says_why_it_is_off(window: MainWindow) -> None:
    panel = window.metrics
    assert not panel.measure.isVisible()
    fold = panel.findChild(QPushButton, "fold")
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert panel.measure.isVisible()
    assert not panel.measure.isEnabled()
    assert panel.reason.isVisible()
    assert panel.reason.text() == panel.measure.toolTip() != ""
    assert "fuse" in panel.reason.text()
    assert not panel.choose.isEnabled()
    assert not panel.copy.isVisible()
    assert window.measuring.measure() is None


def test_values_are_the_engines(fused: MainWindow) -> None:
    panel = fused.metrics
    assert fused.measuring.measured is None, "never measured unasked"
    measure(fused)
    assert measured(fused) == by_engine(fused, keys=list(measured(fused)))
    assert set(measured(fused)) == set(DEFAULT_METRICS["multifocus"])
    assert set(panel.table.values) == set(DEFAULT_METRICS["multifocus"])
    for key, value in measured(fused).items():
        assert panel.table.values[key].text() == show_number(value)
        assert panel.table.values[key].isVisible()


def test_all_are_those_that_the_size_allows(fused: MainWindow) -> None:
    fused.metrics.everything.setChecked(True)
    measure(fused)
    assert measured(fused) == by_engine(fused)
    assert len(measured(fused)) > 25


def test_an_explanation_unfolds_and_stays_so(fused: MainWindow) -> None:
    measure(fused)
    table = fused.metrics.table
    assert not table.explanations["Q_G"].isVisible()
    QTest.mouseClick(table.names["Q_G"], Qt.MouseButton.LeftButton)
    text = table.explanations["Q_G"].text()
    assert table.explanations["Q_G"].isVisible()
    assert "0 to 0.975" in text
    assert "higher is better" in text
    assert METRICS["Q_G"].blind_to in text
    assert table.names["Q_G"].toolTip() == text
    measure(fused)
    assert table.explanations["Q_G"].isVisible()


def test_measuring_leaves_the_window_free(fused: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []
    release, over = threading.Event(), threading.Event()

    def watched(*_pictures: object, progress, **_more: object) -> dict[str, float]:  # type: ignore[no-untyped-def]
        threads.append(threading.current_thread())
        progress("Q_G", 0, 2)
        release.wait(HANG_SECONDS)
        over.set()
        return {"Q_G": 0.5}

    monkeypatch.setattr(fusion.metrics, "score", watched)
    fused.metrics.measure.click()
    wait_for(lambda: "Measuring Q_G" in visible_texts(fused.bottom), "the metric was not named")
    assert not over.is_set(), "the window did not wait for it"
    assert fused.bottom.cancel.isVisible()
    assert not fused.metrics.measure.isEnabled()
    assert fused.metrics.measure.toolTip() == "The metrics are being measured."
    release.set()
    settle(fused)
    assert threads != [threading.main_thread()]
    assert measured(fused) == {"Q_G": 0.5}


def test_cancel_keeps_what_was_there(fused: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    measure(fused)
    before = fused.measuring.measured
    monkeypatch.setattr(fusion.metrics, "score", slow_score)
    fused.metrics.measure.click()
    QApplication.processEvents()
    fused.bottom.cancel.click()
    assert fused.jobs.current is None
    assert fused.metrics.measure.isEnabled()
    assert fused.jobs.wait(HANG_SECONDS)
    QApplication.processEvents()
    assert fused.measuring.measured is before
    assert fused.messages.text == ""


def test_a_fault_is_told(fused: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_pictures: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fusion.metrics, "score", faulty)
    measure(fused)
    assert "went wrong inside the program" in fused.messages.text
    assert fused.metrics.measure.isEnabled()


def test_values_are_stale_after_another_fuse_and_gone_without_a_result(fused: MainWindow) -> None:
    measure(fused)
    panel = fused.metrics
    fused.session.mark_saved(Path("somewhere.png"))
    assert not panel.stale.isVisible(), "saving changes nothing"
    fused.session.set_parameter("window_radius", 9)
    fused.fuse()
    settle(fused)
    assert panel.stale.isVisible()
    assert "earlier result" in panel.stale.text()
    assert not panel.copy.isEnabled()
    assert not panel.export.isEnabled()
    measure(fused)
    assert not panel.stale.isVisible()
    assert panel.copy.isEnabled()
    fused.session.clear()
    assert fused.measuring.measured is None
    assert not panel.table.isVisible()
    assert not panel.copy.isVisible()


def test_a_new_result_stops_the_measuring_of_the_old(
    fused: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fusion.metrics, "score", slow_score)
    fused.metrics.measure.click()
    QApplication.processEvents()
    fused.fuse()
    settle(fused)
    assert fused.measuring.measured is None
    assert "measure again" in fused.messages.text
    assert fused.metrics.measure.isEnabled()


def test_a_reference_adds_its_metrics(
    fused: MainWindow, truth: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = fused.metrics
    measure(fused)
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: [truth])
    panel.choose.click()
    settle(fused)
    assert names_the_reference(fused)
    assert panel.stale.isVisible()
    measure(fused)
    expected = by_engine(fused, reference=made_pair()[0], keys=list(measured(fused)))
    assert measured(fused) == expected
    assert "PSNR_reference" in expected
    assert "MS_SSIM_reference" not in expected, "the picture is too small for it"
    panel.drop.click()
    assert set(measured(fused)) == set(DEFAULT_METRICS["multifocus"])
    assert not panel.stale.isVisible()
    assert not names_the_reference(fused)


def test_a_reference_of_another_size_is_one_sentence(fused: MainWindow, tmp_path: Path) -> None:
    small = tmp_path / "small.png"
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(small)
    fused.measuring.read_reference(small)
    settle(fused)
    assert fused.messages.text == (
        "The reference small.png has 30 × 20 pixels and the result has 128 × 96; "
        "choose a reference of the same size."
    )
    assert fused.measuring.reference is None
    fused.measuring.read_reference(tmp_path / "gone.png")
    settle(fused)
    assert "gone.png" in fused.messages.text
    assert "\n" not in fused.messages.text


def test_a_reference_that_no_longer_fits(fused: MainWindow, truth: Path, tmp_path: Path) -> None:
    fused.measuring.read_reference(truth)
    settle(fused)
    others = [tmp_path / "a.png", tmp_path / "b.png"]
    for path, pixels in zip(others, made_pair(64, 80), strict=True):
        Image.fromarray(pixels).save(path)
    fused.job_actions.read(others, instead=True)
    settle(fused)
    fused.fuse()
    settle(fused)
    measure(fused)
    assert "80 × 64" in fused.messages.text
    assert fused.measuring.measured is None
    fused.metrics.drop.click()
    measure(fused)
    assert set(measured(fused)) == set(DEFAULT_METRICS["multifocus"])
    fused.measuring.read_reference(others[0])
    settle(fused)
    assert fused.measuring.reference is not None
    fused.session.clear()
    assert fused.measuring.reference is None, "starting over forgets it"


def test_more_than_two_pictures_say_what_the_values_mean(window: MainWindow, pair: list[Path]) -> None:
    load(window, [*pair, pair[0]])
    window.fuse()
    settle(window)
    window.metrics.unfold()
    measure(window)
    assert window.metrics.pairs.isVisible()
    assert measured(window) == by_engine(window, keys=list(measured(window)))


def test_the_measured_panel_is_chinese_throughout(fused: MainWindow, truth: Path) -> None:
    fused.measuring.read_reference(truth)
    settle(fused)
    fused.metrics.everything.setChecked(True)
    measure(fused)
    fused.choose_language("zh_CN")
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    names = "|".join(sorted(METRICS, key=len, reverse=True))
    allowed = re.compile(rf"{names}|_reference|truth|png|Tsallis|E2000|CSV|JSON|MS_SSIM|SSIM|PSNR|GMSD")
    labels = fused.metrics.findChildren(QLabel)
    texts = [label.text() for label in labels] + [label.toolTip() for label in labels]
    for text in texts:
        assert not re.search("[A-Za-z]{3}", allowed.sub("", text)), text
    assert explain(METRICS["Q_G"]).startswith("边缘保持度")


def test_the_window_starts_without_the_metrics() -> None:
    code = "import sys, ui.main_window; print('fusion.metrics' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert ran.stdout.strip() == "False"
