"""What the brush takes from another result fits the result that is painted on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from fusion import Photo, load_photo, save_photo
from fusion.cli import main
from tests.ui.conftest import load, made_pair, settle
from ui.canvas.views import View
from ui.main_window import MainWindow


@pytest.mark.parametrize("third", [np.uint8, np.uint16])
def test_a_result_of_grey_frames_is_painted_on_one_of_all(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, third: type
) -> None:
    """Two grey frames, and a third with colour that the second result leaves out."""
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path, pixels in zip(paths, made_pair(), strict=False):
        Image.fromarray(pixels[:, :, 0]).save(path)
    save_photo(Photo(made_pair(kind=third)[0]), paths[2])
    load(window, paths)
    window.fuse()
    settle(window)
    first = window.session.results.shown
    assert first is not None
    window.session.use(2, False)
    window.fuse()
    settle(window)
    two = window.session.fused
    assert two is not None
    assert two.numbers == (0, 1)
    window.session.show_result(first)
    window.viewer.show_view(View.RETOUCH)
    painter, choice = window.retouch.painter, window.retouch.panel.source
    qtbot.waitUntil(lambda: window.viewer.canvases[0].paints and window.jobs.current is None)
    choice.activated.emit(choice.count() - 1)
    qtbot.waitUntil(lambda: painter.other is not None and window.jobs.current is None, timeout=20000)
    painter.change_brush(radius_px=9, hardness=1.0)
    painter.pen_down(40, 40, 1.0)
    painter.pen_up()
    assert window.session.fused is not None
    painted = window.session.fused.result.photo.pixels
    assert (painted.dtype, painted.shape[2:]) == (np.dtype(third), (3,))
    assert np.array_equal(painted[38:43, 38:43], two.result.photo.pixels[38:43, 38:43])
    out = tmp_path / "painted.png"
    window.job_actions.save(out, sidecar=True)
    settle(window)
    assert np.array_equal(load_photo(out).pixels, painted)
    assert main(["repeat", f"{out}.json"]) == 0
