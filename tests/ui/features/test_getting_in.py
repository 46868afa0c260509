"""Folders, pasted pictures and drops of all kinds; the saved result in other programs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fusion import load_photo
from tests.ui.conftest import made_pair, settle
from ui.features import getting_in, open_in
from ui.main_window import MainWindow
from ui.panels.bringing_in import brought, pasted_folder
from ui.pictures.thumbnails import to_image
from ui.qt import (
    QApplication,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QFileDialog,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QUrl,
)

COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(window: MainWindow, data: QMimeData) -> None:
    at = QPoint(500, 300)
    enter = QDragEnterEvent(at, COPY, data, LEFT, NO_KEY)
    window.dragEnterEvent(enter)
    assert enter.isAccepted(), "anything may be dropped"
    window.dropEvent(QDropEvent(QPointF(at), COPY, data, LEFT, NO_KEY))
    settle(window)


def png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_folder_is_opened(
    window: MainWindow, pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getting_in, "ask_folder_to_open", lambda _parent, _folder: pair[0].parent)
    window.menus.actions["open folder"].trigger()
    settle(window)
    assert [source.path for source in window.session.sources] == pair
    assert window.preferences.folder == str(pair[0].parent)


def test_a_pasted_picture_is_kept_in_a_file(window: MainWindow) -> None:
    near, far = made_pair()
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setImage(to_image(near))
    window.menus.actions["paste"].trigger()
    settle(window)
    data = QMimeData()
    data.setData("image/png", png(far))
    clipboard.setMimeData(data)
    window.menus.actions["paste"].trigger()
    settle(window)
    assert [source.name for source in window.session.sources] == ["pasted 1.png", "pasted 2.png"]
    for number, pixels in ((1, near), (2, far)):
        assert np.array_equal(load_photo(pasted_folder() / f"pasted {number}.png").pixels, pixels)
    clipboard.clear()


def test_pictures_pasted_one_right_after_the_other_are_all_kept(window: MainWindow) -> None:
    """The second took the name of the first, whose file was not written yet."""
    large = np.random.default_rng(1).integers(0, 256, (900, 1200, 3), dtype=np.uint8)
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    for pixels in (large, 255 - large):
        clipboard.setImage(to_image(pixels))
        window.menus.actions["paste"].trigger()
    settle(window)
    kept = [load_photo(path).pixels for path in sorted(pasted_folder().iterdir())]
    assert len(kept) == 2
    assert not np.array_equal(*kept)
    assert len(window.session.sources) == 2
    clipboard.clear()


def test_pasted_files_become_sources(window: MainWindow, pair: list[Path]) -> None:
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setText("\n".join(map(str, pair)))
    window.menus.actions["paste"].trigger()
    settle(window)
    assert [source.path for source in window.session.sources] == pair
    clipboard.clear()


def with_urls(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def with_text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_a_folder_and_an_image_are_dropped(window: MainWindow, pair: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pair[0].parent))])
    drop(window, data)
    assert [source.path for source in window.session.sources] == pair
    data = QMimeData()  # as from a browser: the picture and where it comes from
    data.setData("image/png", png(made_pair()[0]))
    data.setUrls([QUrl("https://example.org/a.png")])
    drop(window, data)
    assert "pasted 1.png" in [source.name for source in window.session.sources]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: with_urls("https://example.org/a.png"), "fetches nothing from the internet"),
        (lambda: with_text("https://example.org/a.png"), "fetches nothing from the internet"),
        (lambda: with_urls("file:///nowhere/gone.png"), "There is no file gone.png"),
        (lambda: with_text("a poem"), "neither a picture nor a file"),
        (QMimeData, "nothing to paste"),
    ],
)
def test_what_cannot_be_taken_says_why(
    window: MainWindow, make: Callable[[], QMimeData], said: str
) -> None:
    drop(window, make())
    assert said in window.messages.text
    assert window.session.sources == ()


def test_a_text_that_names_files_is_taken_as_these(pair: list[Path]) -> None:
    assert brought(with_text(QUrl.fromLocalFile(str(pair[0])).toString())).paths == (pair[0],)
    assert brought(with_text(f"'{pair[1]}'")).paths == (pair[1],)
    assert brought(with_text("relative.png")).problem


def test_the_saved_result_is_opened_elsewhere(
    fused: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    monkeypatch.setattr(open_in, "start", lambda program, path: not opened.append(f"{program} {path}"))
    actions = fused.menus.actions
    assert not actions["open in default"].isEnabled()
    path = tmp_path / "sharp.png"
    fused.job_actions.save(path)
    settle(fused)
    actions["open in default"].trigger()
    actions["open in folder"].trigger()
    assert opened == [str(path), str(tmp_path)]
    chosen = ("/opt/editor", "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: chosen)
    actions["open in program"].trigger()
    assert fused.preferences.program == "/opt/editor"
    actions["open in program"].trigger()
    assert opened[2:] == [f"/opt/editor {path}"] * 2
    monkeypatch.setattr(open_in, "start", lambda _program, _path: False)
    actions["open in program"].trigger()
    assert "/opt/editor cannot be started" in fused.messages.text
