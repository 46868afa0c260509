"""While pictures are read, the cards show the previews that their files hold."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from fusion import Photo, ReadOptions, load_photo
from tests.fusion.files.test_previews import with_thumbnail
from tests.ui.conftest import HANG_SECONDS, load, settle, wait_for
from ui.jobs import load_job
from ui.main_window import MainWindow


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Decoding waits until it is opened."""
    opened = threading.Event()

    def slow(path: Path, options: ReadOptions) -> Photo:
        opened.wait(HANG_SECONDS)
        return load_photo(path, options)

    monkeypatch.setattr(load_job, "load_photo", slow)
    return opened


def texts(window: MainWindow) -> list[str]:
    """What the cards say, from the first to the last."""
    return [card.accessibleName() for card in window.sources.cards]


def until_shown(window: MainWindow, count: int) -> None:
    wait_for(
        lambda: sum("Reading…" in text for text in texts(window)) >= count,
        f"fewer than {count} previews were shown",
    )


def test_previews_stand_in_the_slots_until_the_pictures_are_there(
    window: MainWindow, tmp_path: Path, gate: threading.Event
) -> None:
    paths = [with_thumbnail(tmp_path / f"{number}.jpg") for number in (1, 2, 3)]
    window.open_files(paths)
    until_shown(window, 3)
    assert window.session.sources == ()
    for path, text in zip(paths, texts(window), strict=True):
        assert path.name in text
    gate.set()
    settle(window)
    assert [source.path for source in window.session.sources] == paths
    assert not any("Reading…" in text for text in texts(window))


def test_cancelling_takes_the_previews_away(
    window: MainWindow, pair: list[Path], tmp_path: Path, gate: threading.Event
) -> None:
    window.open_files([with_thumbnail(tmp_path / "1.jpg")], slot=1)
    until_shown(window, 1)
    assert "Reading…" in texts(window)[1]
    assert window.jobs.current is not None
    window.jobs.current.cancel()
    gate.set()
    settle(window)
    assert not any("Reading…" in text for text in texts(window))
    load(window, pair)
    assert [source.path for source in window.session.sources] == pair
