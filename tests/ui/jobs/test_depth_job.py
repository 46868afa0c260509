"""The depth of a result: measured when it is looked at, shown, rocking, saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.ui import alignments
from tests.ui.conftest import MakeWindow, load, settle, wait_for
from ui.canvas.views import View
from ui.dialogs import files
from ui.main_window import MainWindow


@pytest.fixture
def deep(make_window: MakeWindow, pair: list[Path]) -> MainWindow:
    """A window with a registered result whose depth is looked at."""
    window = make_window(alignments.fuse, alignments.register)
    load(window, [*pair, pair[0]])
    window.fuse()
    settle(window)
    window.viewer.show_view(View.DEPTH)
    settle(window)
    return window


def test_the_depth_is_measured_when_it_is_looked_at(deep: MainWindow) -> None:
    measured = deep.depths.measured
    assert measured is not None
    assert measured.depth.index.shape == (78, 104)
    scene = deep.viewer.canvases[0].scene
    assert scene.overlay is not None
    assert scene.caption == "Depth"
    assert scene.place.area is not None
    assert (scene.overlay.pyramid.height, scene.overlay.pyramid.width) == (78, 104)
    bright = scene.overlay.colours[0].sum()
    deep.viewer.map_bar.near_last.click()
    turned = deep.viewer.canvases[0].scene.overlay
    assert turned is not None
    assert turned.colours[0].sum() < bright


def test_a_depth_that_was_cancelled_is_measured_when_it_is_asked_for_again(
    make_window: MakeWindow, pair: list[Path]
) -> None:
    window = make_window(alignments.fuse, alignments.register)
    load(window, pair)
    window.fuse()
    settle(window)
    window.viewer.show_view(View.DEPTH)
    assert window.jobs.current is not None
    window.jobs.current.cancel()
    window.viewer.refresh()
    assert window.jobs.current is None
    assert window.viewer.canvases[0].scene.warning == "The depth is not measured yet."
    window.viewer.show_view(View.DEPTH)
    settle(window)
    assert window.depths.measured is not None


def test_a_new_result_is_measured_while_its_depth_is_looked_at(deep: MainWindow) -> None:
    before = deep.depths.measured
    deep.fuse()
    wait_for(lambda: deep.depths.measured not in (None, before))
    settle(deep)
    assert deep.viewer.canvases[0].scene.overlay is not None
    deep.session.clear()
    assert deep.depths.measured is None


def test_the_picture_rocks_while_it_is_looked_at(deep: MainWindow) -> None:
    deep.viewer.map_bar.rocks.click()
    settle(deep)
    first = deep.viewer.canvases[0].scene.base
    wait_for(lambda: deep.viewer.canvases[0].scene.base is not first)
    assert deep.viewer.canvases[0].scene.caption == "From side to side"
    deep.viewer.map_bar.near_last.click()
    assert deep.jobs.current is not None, "the other way round it looks different"
    settle(deep)
    deep.viewer.show_view(View.RESULT)
    turn = deep.viewer.look.turn
    deep.grab()
    assert deep.viewer.look.turn == turn


@pytest.mark.parametrize("name", ["depth.png", "rock.gif", "rock.webp", "surface.glb"])
def test_the_depth_is_saved(
    deep: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target = tmp_path / name
    monkeypatch.setattr(files, "ask_save_depth", lambda *_args: target)
    deep.menus.actions["save depth"].trigger()
    settle(deep)
    assert deep.messages.text == f"Saved as {target}."
    if target.suffix == ".png":
        assert np.asarray(Image.open(target)).dtype == np.uint16 or Image.open(target).mode == "I"
    elif target.suffix != ".glb":
        assert Image.open(target).n_frames > 8  # type: ignore[attr-defined]
    else:
        assert target.read_bytes()[:4] == b"glTF"


def test_a_source_is_not_overwritten(
    deep: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pair[0].read_bytes()
    monkeypatch.setattr(files, "ask_save_depth", lambda *_args: pair[0])
    deep.ask_save_depth()
    settle(deep)
    assert deep.messages.text
    assert pair[0].read_bytes() == before
