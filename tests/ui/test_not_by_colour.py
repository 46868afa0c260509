"""Nothing is told by colour alone: beside each colour that means something stand words or a mark."""

from __future__ import annotations

from pathlib import Path

from tests.ui import alignments
from tests.ui.conftest import settle
from tests.ui.panels.test_align import stack, take
from ui.canvas.legend import Named
from ui.canvas.views import View
from ui.main_window import MainWindow
from ui.qt import QLabel, Qt

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def legend(window: MainWindow) -> list[str]:
    """The names beside the colours above the picture that can be seen."""
    entries = window.viewer.map_bar.findChildren(Named)
    return [entry.label.text() for entry in entries if entry.isVisible()]


def test_a_flagged_frame_is_told_in_words(window: MainWindow) -> None:
    stack(window, 6)
    take(window, alignments.found(6, (24, 32), flagged={1: "blurred"}))
    model = window.sources.list.model()
    assert model is not None
    told = [str(model.index(row, 0).data(SPOKEN)) for row in range(6)]
    assert "left out" in told[1]
    assert "blurred" in told[1]
    assert all("takes part" in told[row] for row in (0, 2, 3, 4, 5))


def test_the_colours_of_the_maps_have_names(fused: MainWindow) -> None:
    fused.show()
    fused.viewer.show_view(View.DECISION)
    settle(fused)
    assert legend(fused) == ["Source 1", "Source 2"]
    fused.viewer.show_view(View.CONFIDENCE)
    settle(fused)
    assert legend(fused) == ["a guess", "sure"]


def test_shares_are_numbers(fused: MainWindow) -> None:
    texts = " ".join(label.text() for label in fused.results.findChildren(QLabel))
    assert fused.session.fused is not None
    for share in fused.session.fused.shares:
        assert f"{round(100 * share)} %" in texts


def test_a_result_in_no_file_is_told_in_words(fused: MainWindow, tmp_path: Path) -> None:
    model = fused.strip.results
    first = model.index(0)
    assert "not saved" in str(first.data(SPOKEN))
    fused.job_actions.save(tmp_path / "sharp.png")
    settle(fused)
    assert "saved as sharp.png" in str(first.data(SPOKEN))
