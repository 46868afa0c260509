"""The benchmark of graphics cards: it runs, it compares, and it says when there is no card."""

from pathlib import Path

import pytest

from benchmarks import device
from fusion import Photo, save_photo
from tests.made import texture


def test_without_a_card_it_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert device.main([]) == 1
    assert "torch sees no CUDA device" in capsys.readouterr().err


def test_both_methods_have_a_row_in_which_the_backends_agree(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    save_photo(Photo(texture(200, 300)), tmp_path / "photograph.png")
    options = ["--device", "cpu", "--megapixels", "0.02", "--runs", "1", "--accuracy", "exact"]
    assert device.main([*options, "--photographs", str(tmp_path)]) == 0
    rows = capsys.readouterr().out.strip().splitlines()[-2:]
    for method, line in zip(("sesf", "learned-decision"), rows, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[0] == method
        assert float(cells[1]) > 0
        assert float(cells[5].removesuffix(" %")) > 99.9
        assert cells[6] == "0"
