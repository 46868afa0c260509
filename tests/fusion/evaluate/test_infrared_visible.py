"""Data sets of infrared and visible: how they are named, which metrics they get, and the report."""

import csv
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError, Photo, load_photo, save_photo
from fusion.cli import main
from fusion.evaluate.contenders import label_of, read_contenders
from fusion.evaluate.datasets import find_datasets
from fusion.evaluate.runs import WITHOUT_TRUTH
from fusion.metrics import score
from tests.made import infrared_pair

KIND = "infrared-visible"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Two pairs; the infrared of the second is of 16 bits and dark. A result of another program lies
    beside the first."""
    folder = tmp_path / "pairs"
    folder.mkdir()
    infrared, visible = infrared_pair(64, 80)
    save_photo(Photo(infrared), folder / "01_ir.png")
    save_photo(Photo(visible), folder / "01_vi.png")
    save_photo(Photo(infrared.astype(np.uint16) * 4 + 900), folder / "02_ir.png")
    save_photo(Photo(visible), folder / "02_vi.png")
    save_photo(Photo(visible), folder / "01_other.png")
    return folder


def rows_of(report: Path) -> list[dict[str, str]]:
    with (report / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_pairs_are_found_by_their_names(pairs: Path) -> None:
    scenes = find_datasets([pairs], KIND)
    assert [scene.name for scene in scenes] == ["01", "02"]
    assert [path.name for path in scenes[0].sources] == ["01_ir.png", "01_vi.png"]
    assert scenes[0].truth is None
    with pytest.raises(FusionError, match="NN_A and NN_B"):
        find_datasets([pairs])


def test_and_in_two_sub_folders(tmp_path: Path) -> None:
    infrared, visible = infrared_pair(20, 20)
    for folder, pixels in (("Infrared", infrared), ("vi", visible)):
        (tmp_path / folder).mkdir()
        save_photo(Photo(pixels), tmp_path / folder / "a.png")
    (scene,) = find_datasets([tmp_path], KIND)
    assert [path.parent.name for path in scene.sources] == ["Infrared", "vi"]
    (tmp_path / "vi" / "a.png").rename(tmp_path / "vi" / "b.png")
    with pytest.raises(FusionError, match=r"a\.png has no partner vi/a"):
        find_datasets([tmp_path], KIND)


def test_half_a_pair_is_refused(pairs: Path) -> None:
    (pairs / "02_vi.png").unlink()
    with pytest.raises(FusionError, match=r"02_ir\.png has no partner 02_vi"):
        find_datasets([pairs], KIND)


def test_the_report_has_the_columns_of_the_kind(pairs: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    arguments = ["evaluate", str(pairs), "--kind", KIND, "--methods", "auto,average", "--jobs", "1"]
    assert main([*arguments, "-o", str(report)]) == 0
    rows = rows_of(report)
    assert len(rows) == 4
    assert set(WITHOUT_TRUTH[KIND]) < set(rows[0])
    assert "Q_W" not in rows[0]
    assert all(row[key] for row in rows for key in WITHOUT_TRUTH[KIND])
    page = (report / "report.html").read_text(encoding="utf-8")
    assert "infrared</figcaption>" in page
    assert "visible</figcaption>" in page
    assert "decision map" not in page
    assert not (report / "decisions").exists()


def test_16_bits_are_measured_as_they_were_fused(pairs: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    other = f"{pairs}/{{name}}_other.png"
    (pairs / "02_other.png").write_bytes((pairs / "01_other.png").read_bytes())
    arguments = ["evaluate", str(pairs), "--kind", KIND, "--methods", "average", "--jobs", "1"]
    assert main([*arguments, "--results", other, "--metrics", "SSIM_fusion", "-o", str(report)]) == 0
    dark = load_photo(pairs / "02_ir.png").pixels.astype(float)
    stretched = np.rint((dark - dark.min()) / np.ptp(dark) * 255).astype(np.uint8)
    visible = load_photo(pairs / "02_vi.png").pixels
    expected = {
        "average": score(
            [stretched, visible],
            load_photo(report / "results" / "average" / "pairs" / "02.png").pixels,
            keys=["SSIM_fusion"],
        ),
        "other": score([stretched, visible], visible, keys=["SSIM_fusion"]),
    }
    found = {row["method"]: float(row["SSIM_fusion"]) for row in rows_of(report) if row["image"] == "02"}
    assert found == {
        label: pytest.approx(values["SSIM_fusion"], abs=2e-3) for label, values in expected.items()
    }


def test_results_named_otherwise_are_found_and_called_by_their_name(pairs: Path) -> None:
    assert label_of(pairs / "{name}_densefuse.png") == "densefuse"
    assert label_of(pairs / "{name}.png") == "pairs"
    (contender,) = read_contenders([], [pairs / "{name}_other.png"], "cpu", "none", KIND)
    assert contender.label == "other"


def test_a_missing_result_is_named(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", str(pairs), "--kind", KIND, "-o", str(tmp_path / "report")]
    assert main([*arguments, "--results", f"{pairs}/{{name}}_other.png"]) == 1
    assert "there is no " in capsys.readouterr().err


def test_methods_of_the_other_kind_are_refused(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", str(pairs), "--kind", KIND, "-o", str(tmp_path / "report")]
    assert main([*arguments, "--methods", "sesf"]) == 2
    assert "sesf does not serve infrared-visible" in capsys.readouterr().err
