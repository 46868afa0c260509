"""The window writes over nothing that was not named: neither sources nor what others wrote."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ui.conftest import settle
from ui.main_window import MainWindow


def refused(window: MainWindow, target: Path, sentence: str, sidecar: bool = False) -> None:
    """Saving there ends in a sentence of the message bar."""
    window.messages.clear()
    window.job_actions.save(target, sidecar=sidecar)
    settle(window)
    assert sentence in window.messages.text


def test_a_foreign_file_at_the_sidecar_s_place_stays(fused: MainWindow, tmp_path: Path) -> None:
    foreign = tmp_path / "o.png.json"
    foreign.write_text("mine")
    refused(fused, tmp_path / "o.png", "not of Parfocal", sidecar=True)
    assert foreign.read_text() == "mine"
    assert not (tmp_path / "o.png").exists()


def test_a_source_is_not_written_over_through_a_link_or_as_a_sidecar(
    fused: MainWindow, pair: list[Path], tmp_path: Path
) -> None:
    before = pair[0].read_bytes()
    (tmp_path / "hard.png").hardlink_to(pair[0])
    (tmp_path / "o.png.json").symlink_to(pair[0])
    refused(fused, tmp_path / "hard.png", "is one of the sources")
    refused(fused, tmp_path / "o.png", "is one of the sources", sidecar=True)
    assert pair[0].read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
def test_a_pipe_is_not_replaced(fused: MainWindow, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.png")
    refused(fused, tmp_path / "p.png", "a pipe")
    assert (tmp_path / "p.png").is_fifo()
