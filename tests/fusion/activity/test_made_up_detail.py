"""Made-up detail: what counts, and what is done about it."""

import numpy as np
import pytest

from fusion import (
    FusionSettings,
    MatchingFrames,
    Photo,
    RegistrationParameters,
    complete,
    fuse,
)
from fusion.activity.made_up_detail import made_up_blocks, made_up_share, share_beyond_two
from fusion.completion import possible_methods
from fusion.contracts import Context, Outcome
from fusion.pipeline import without_made_up_detail
from fusion.progress import no_progress


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


def test_where_no_frame_is_in_focus_a_wide_window_decides_and_makes_up_no_detail() -> None:
    frames = rings()
    result = fuse(frames, FusionSettings("learned-decision", registration=AS_THEY_ARE))
    assert result.decision is not None
    assert share_beyond_two(result.photo, [Photo(frame) for frame in frames]) < 0.01
    assert len(np.unique(result.decision.labels)) > 1


def rings(count: int = 4, side: int = 192) -> list[np.ndarray]:
    """A bright field with discs in it, each seen in every frame, of another size: what light that passes
    through a specimen shows at different depths."""
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


def moved(count: int = 4, side: int = 64) -> tuple[list[np.ndarray], np.ndarray]:
    """Marks on a wall that are elsewhere in every frame, and a picture that shows all of them."""
    frames = [np.full((side, side), 60, np.uint8) for _ in range(count)]
    for number, frame in enumerate(frames):
        frame[2 * number :: 8, ::4] = 200
    return frames, np.max(frames, axis=0)


def test_a_picture_that_shows_the_marks_of_all_frames_goes_beyond_two_of_them() -> None:
    frames, collage = moved()
    photos = [Photo(frame) for frame in frames]
    assert share_beyond_two(Photo(collage), photos) == 1.0
    assert share_beyond_two(Photo(np.maximum(*frames[:2])), photos) == 0.0


def outcome_of(instead: FusionSettings | None) -> tuple[Outcome, FusionSettings]:
    """What comes of a result of the learned decision half of which is made up."""
    frames, collage = moved()
    context = Context("cpu", no_progress)
    asked = complete(FusionSettings("learned-decision"), len(frames))
    return without_made_up_detail(
        Outcome(collage, None, "cpu", made_up=0.5), asked, instead, context, MatchingFrames(frames)
    )


def test_auto_takes_sesf_where_the_learned_decision_made_up_detail_and_says_so() -> None:
    outcome, settings = outcome_of(complete(FusionSettings("sesf")))
    assert settings.method == "sesf"
    assert outcome.decision is not None
    assert [note.code for note in outcome.notes] == ["sesf-instead"]


def test_a_method_that_was_asked_for_is_kept_and_the_made_up_detail_told() -> None:
    outcome, settings = outcome_of(None)
    assert settings.method == "learned-decision"
    assert [note.code for note in outcome.notes] == ["made-up-detail"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (FusionSettings(), ("learned-decision", "sesf")),
        (FusionSettings("learned-decision"), ("learned-decision",)),
        (FusionSettings("sesf"), ("sesf",)),
    ],
)
def test_only_what_auto_chose_may_end_as_another_method(
    asked: FusionSettings, names: tuple[str, ...]
) -> None:
    assert possible_methods(asked, 4) == names
    assert possible_methods(FusionSettings(), 2) == ("sesf",)
