"""A stack that takes long is seen growing until its result is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from fusion import Photo, load_photo, save_photo
from tests.ui.conftest import MakeWindow, load, settle
from ui.document.fused import Fused
from ui.jobs import growing


@pytest.mark.parametrize(("size_counts", "expected"), [(True, [(1, 3), (2, 3), (3, 3)]), (False, [])])
def test_a_stack_of_large_pictures_grows(
    make_window: MakeWindow, pair: list[Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, size_counts: bool, expected: list[tuple[int, int]],
) -> None:  # fmt: skip
    if size_counts:
        monkeypatch.setattr(growing, "GROWS_FROM", 96 * 128)
    third = tmp_path / "third.png"
    first, second = (load_photo(path).pixels for path in pair)
    save_photo(Photo(first // 2 + second // 2), third)
    window = make_window()
    load(window, [*pair, third])
    window.session.choose_method("spatial-frequency")
    seen: list[Fused] = []

    def look() -> None:
        shown = window.session.shown
        if shown is not None and shown.is_preview:
            seen.append(shown)

    window.session.preview_changed.connect(look)
    window.fuse()
    settle(window)
    assert [each.grown for each in seen] == expected[: len(seen)]
    assert bool(seen) == size_counts
    assert window.session.fused is not None
    assert not window.session.fused.is_preview
