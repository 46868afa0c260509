"""enfuse as a contender: with the program, and without it."""

import numpy as np
import pytest

from benchmarks import enfuse
from benchmarks.contenders import named_contender
from benchmarks.pairs import psnr
from benchmarks.quality import chosen_contenders
from fusion import FusionError, Photo
from tests.made import focus_pair


@pytest.mark.skipif(not enfuse.is_installed(), reason="enfuse is not installed")
def test_enfuse_comes_closer_to_the_truth_than_the_mean() -> None:
    made = focus_pair(96, 128)
    frames = [Photo(made.first), Photo(made.second)]
    fused = named_contender("enfuse").fuse(frames)
    assert fused.pixels.shape == made.truth.shape
    assert fused.pixels.dtype == np.uint8
    truth = Photo(made.truth)
    assert psnr(fused, truth, 8) > psnr(named_contender("average").fuse(frames), truth, 8) + 3


def test_without_enfuse_it_is_left_out_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(enfuse, "PROGRAM", "a-program-that-is-not-there")
    names = [contender.name for contender in chosen_contenders(None, ablations=False)]
    assert "enfuse" not in names
    assert capsys.readouterr().out.strip() == enfuse.MISSING
    with pytest.raises(FusionError, match="not installed"):
        enfuse.fuse_with_enfuse([Photo(np.zeros((8, 8), np.uint8))] * 2)
