"""Made-up detail: what counts, and what is done about it."""

import numpy as np
import pytest

from fusion import FusionSettings, Photo, RegistrationParameters, fuse
from fusion.render.made_up_detail import made_up_blocks, made_up_share


def test_an_echo_is_made_up_detail_and_a_frame_itself_is_not() -> None:
    frame = np.zeros((64, 64, 3), np.uint8)
    frame[:, ::8] = 200
    echo = Photo(np.maximum(frame, np.roll(frame, 3, axis=1)))
    photos = [Photo(frame), Photo(frame // 2)]
    assert made_up_share(photos[0], photos) == 0.0
    assert made_up_share(echo, photos) == 1.0
    with pytest.raises(ValueError, match="no frames"):
        made_up_share(echo, [])


def test_only_the_block_with_the_echo_counts_in_16_bits_as_in_8() -> None:
    frame = np.full((70, 90), 20_000, np.uint16)
    echo = frame.copy()
    echo[18:30:3, 50:60] = 50_000
    blocks = made_up_blocks(Photo(echo), [Photo(frame)] * 2)
    assert blocks.shape == (4, 5)
    assert np.argwhere(blocks).tolist() == [[1, 3]]


AS_THEY_ARE = RegistrationParameters("none", even_exposure=False)


def rings(count: int = 4, side: int = 192) -> list[np.ndarray]:
    """A bright field with discs in it, each seen in every frame, of another size and as sharp: what
    light that passes through a specimen shows at different depths."""
    y, x = np.mgrid[:side, :side].astype(np.float32)
    frames = []
    for number in range(count):
        shade = np.zeros((side, side), np.float32)
        for row in range(24, side, 48):
            for column in range(24, side, 48):
                r = np.hypot(y - row, x - column)
                shade += np.exp(-((r - 4 - 4 * number) ** 2) / 4)
        frames.append(np.asarray(235 - 130 * np.minimum(shade, 1), np.uint8))
    return frames


def test_auto_takes_sesf_where_the_learned_decision_would_make_up_detail_and_says_so() -> None:
    result = fuse(rings(), FusionSettings(device="cpu", registration=AS_THEY_ARE))
    assert result.settings.method == "sesf"
    assert result.record is not None
    assert result.record.method == "sesf"
    assert [note.code for note in result.notes] == ["sesf-instead"]


def test_a_method_that_was_asked_for_is_kept_and_the_made_up_detail_told() -> None:
    result = fuse(
        rings(), FusionSettings("learned-decision", device="cpu", registration=AS_THEY_ARE)
    )
    assert result.settings.method == "learned-decision"
    assert [note.code for note in result.notes] == ["made-up-detail"]
