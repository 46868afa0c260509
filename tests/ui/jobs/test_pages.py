"""The pages of a TIFF as pictures of their own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import tifffile

from tests.ui.conftest import load, made_pair, settle
from ui.dialogs import files
from ui.dialogs.commands import plain
from ui.main_window import MainWindow
from ui.qt import QLabel


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """A TIFF of two pages."""
    path = tmp_path / "显微 stack.tif"
    tifffile.imwrite(path, np.stack(made_pair()), photometric="rgb")
    return path


def open_pages(window: MainWindow, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ask_open", lambda *_args, **_more: paths)
    window.menus.actions["pages"].trigger()
    settle(window)


def test_each_page_is_a_picture_that_says_its_page(
    window: MainWindow, stack: Path, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_pages(window, [stack, pair[0]], monkeypatch)
    first, second, plain = window.session.sources
    for source, pixels in zip((first, second), made_pair(), strict=True):
        np.testing.assert_array_equal(source.photo.pixels, pixels)
    names = [source.name for source in (first, second, plain)]
    assert names == ["显微 stack.tif, page 1", "显微 stack.tif, page 2", pair[0].name]
    assert plain.photo.page is None
    texts = [label.text() for label in window.sources.cards[1].findChildren(QLabel)]
    assert any(text.endswith("page 2") for text in texts)
    assert window.messages.text == ""


def test_the_record_of_fused_pages_names_them(
    window: MainWindow, stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_pages(window, [stack], monkeypatch)
    window.fuse()
    settle(window)
    window.job_actions.save(tmp_path / "out.png", sidecar=True)
    settle(window)
    record = json.loads((tmp_path / "out.png.json").read_text(encoding="utf-8"))
    told = [(one["path"], one["page"]) for one in record["sources"]]
    assert told == [(stack.name, 0), (stack.name, 1)]


def test_opened_as_usual_the_first_page_is_taken_and_told(window: MainWindow, stack: Path) -> None:
    load(window, [stack])
    assert len(window.session.sources) == 1
    assert "It has 2 pages" in window.messages.text


def test_a_damaged_file_among_them_is_told_and_keeps_no_other_out(
    window: MainWindow, stack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.tif"
    broken.write_bytes(stack.read_bytes()[:40])
    open_pages(window, [broken, stack], monkeypatch)
    assert len(window.session.sources) == 2
    assert "broken.tif" in window.messages.text


def test_the_note_about_pages_names_the_menu_as_it_is_called(
    window: MainWindow, stack: Path
) -> None:
    """In both languages, or nobody would find it."""
    for language in ("en", "zh_CN"):
        window.choose_language(language)
        load(window, [stack])
        assert plain(window.menus.actions["pages"].text()) in window.messages.text
        assert "--pages" in window.messages.text


@pytest.fixture
def dyes(tmp_path: Path) -> Path:
    """An ImageJ z-stack of three planes in each of two dyes."""
    path = tmp_path / "dyes.tif"
    planes = np.arange(6, dtype=np.uint16).reshape(3, 2, 1, 1) * 1000 + np.eye(64, 80, dtype=np.uint16)
    tifffile.imwrite(path, planes, imagej=True, metadata={"axes": "ZCYX"})
    return path


@pytest.mark.parametrize("dye", [0, 1])
def test_the_pages_of_one_dye_are_opened_and_the_others_told(
    window: MainWindow, dyes: Path, monkeypatch: pytest.MonkeyPatch, dye: int
) -> None:
    window.menus.actions[f"dye: {dye}"].trigger()
    open_pages(window, [dyes], monkeypatch)
    found = [int(source.photo.pixels[0, 1]) for source in window.session.sources]
    assert found == [1000 * (2 * plane + dye) for plane in range(3)]
    notes = [str(note) for note in window.session.sources[0].photo.notes]
    assert any(f"It holds 2 dyes, and this page is of dye {dye + 1}." in note for note in notes)


def test_a_dye_that_is_not_there_is_one_sentence(
    window: MainWindow, dyes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.menus.actions["dye: 4"].trigger()
    open_pages(window, [dyes], monkeypatch)
    assert "There is no dye 5; there are 2, counted from 1" in window.messages.text
    assert not window.session.sources
