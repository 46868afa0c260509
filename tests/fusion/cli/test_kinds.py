"""The kind of fusion on the command line: infrared and visible, recognised, exchanged, repeated."""

import json
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, load_photo, save_photo
from fusion.cli import main
from tests.made import infrared_pair


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """Visible first, though named."""
    infrared, visible = infrared_pair()
    save_photo(Photo(infrared), tmp_path / "7_ir.png")
    save_photo(Photo(visible), tmp_path / "7_vi.png")
    return [str(tmp_path / "7_vi.png"), str(tmp_path / "7_ir.png")]


def fuse(pair: list[str], out: Path, *more: str) -> int:
    kind = ["--kind", "infrared-visible", "--method", "average", "--device", "cpu"]
    return main(["fuse", *pair, "-o", str(out), *kind, *more])


def test_roles_are_recognised_and_told(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fuse(pair, tmp_path / "one.png") == 0
    assert "By their names 7_ir.png is the infrared" in capsys.readouterr().err
    assert fuse(pair[::-1], tmp_path / "other.png") == 0
    one, other = (load_photo(tmp_path / f"{name}.png").pixels for name in ("one", "other"))
    assert one.ndim == 3
    assert np.array_equal(one, other)


def test_they_can_be_exchanged(pair: list[str], tmp_path: Path) -> None:
    assert fuse(pair, tmp_path / "exchanged.png", "--exchange") == 0
    assert load_photo(tmp_path / "exchanged.png").is_grey or not np.ptp(
        load_photo(tmp_path / "exchanged.png").pixels, axis=2
    ).any()


def test_the_sidecar_repeats_the_same_pixels(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ((), ("--exchange",)):
        assert fuse(pair, tmp_path / "fused.png", "--sidecar", *more) == 0
        record = json.loads((tmp_path / "fused.png.json").read_text())
        assert record["purpose"] == "infrared-visible"
        names = [source["name"] for source in record["sources"]]
        assert names == (["7_vi.png", "7_ir.png"] if more else ["7_ir.png", "7_vi.png"])
        assert main(["repeat", str(tmp_path / "fused.png.json")]) == 0
        assert "the same pixels as recorded" in capsys.readouterr().out


def test_nothing_is_registered_unless_asked(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = np.roll(load_photo(Path(pair[1])).pixels // 3, 4, axis=1)
    save_photo(Photo(moved), Path(pair[1]))
    assert fuse(pair, tmp_path / "fused.png") == 0
    told = capsys.readouterr().err
    assert "registered" not in told
    assert "evened" not in told
    assert load_photo(tmp_path / "fused.png").pixels.shape == load_photo(Path(pair[0])).pixels.shape


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--depth", "depth.png"), "leave --depth out"),
        (("--leave-out", "1"), "leave --leave-out out"),
        (("--decision-map", "map.png"), "has no decision map"),
    ],
)
def test_what_the_kind_does_not_have_is_refused(
    pair: list[str], tmp_path: Path, more: tuple[str, ...], told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert fuse(pair, tmp_path / "fused.png", *more) == 2
    assert told in capsys.readouterr().err


def test_the_other_kind_has_nothing_to_exchange_and_no_such_methods(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["-o", str(tmp_path / "fused.png")]
    assert main(["fuse", *pair, *out, "--exchange"]) == 2
    assert "add --kind infrared-visible" in capsys.readouterr().err
    assert main(["fuse", *pair, *out, "--kind", "infrared-visible", "--method", "sesf"]) == 2
    assert "sesf does not serve infrared-visible" in capsys.readouterr().err


def test_names_that_tell_roles_are_pointed_at(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fuse", *pair, "-o", str(tmp_path / "fused.png"), "--device", "cpu"]) == 0
    assert "--kind infrared-visible fuses them as such" in capsys.readouterr().err
    assert main(["fuse", *pair, "-o", str(tmp_path / "fused.png"), "--method", "average"]) == 0
    assert "--kind" not in capsys.readouterr().err


def test_16_bits_are_measured_as_they_are_fused(
    pair: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    infrared = load_photo(Path(pair[1])).pixels
    save_photo(Photo(infrared.astype(np.uint16) * 4 + 900), Path(pair[1]))
    assert fuse(pair, tmp_path / "fused.png") == 0
    values = []
    for kind in (["--kind", "infrared-visible"], []):
        capsys.readouterr()
        asked = ["metrics", *pair, "--fused", str(tmp_path / "fused.png"), "--json", *kind]
        assert main([*asked, "--metrics", "SSIM_fusion"]) == 0
        values.append(json.loads(capsys.readouterr().out)["SSIM_fusion"])
    assert values[0] > values[1] + 0.1
    assert main([*asked, pair[0], "--kind", "infrared-visible"]) == 2


def test_methods_are_listed_with_year_weakness_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["methods", "--kind", "infrared-visible"]) == 0
    listed = capsys.readouterr().out
    assert "laplacian-pyramid: Laplacian pyramid, 1983 (multifocus, infrared-visible)" in listed
    assert "Weakness: " in listed
    assert "Check: " in listed
    assert "sesf:" not in listed


def test_a_record_of_before_is_of_multifocus(pair: list[str], tmp_path: Path) -> None:
    from fusion.record import read_record

    assert fuse(pair, tmp_path / "fused.png", "--sidecar") == 0
    place = tmp_path / "fused.png.json"
    content = json.loads(place.read_text())
    content["parfocal_record"] = 3
    del content["purpose"]
    place.write_text(json.dumps(content))
    assert read_record(place).purpose == "multifocus"
