"""``python -m fusion metrics``: one picture's numbers, for people and for programs."""

import json
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, save_photo
from fusion.cli import main
from fusion.metrics import METRICS, score
from tests.conftest import SHARED
from tests.made import focus_pair

MADE = focus_pair(64, 80)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    mean = ((MADE.first.astype(int) + MADE.second) // 2).astype(np.uint8)
    pictures = {"A": MADE.first, "B": MADE.second, "F": mean, "T": MADE.truth, "S": MADE.truth[:40]}
    paths = {name: tmp_path / f"{name} 图.png" for name in pictures}
    for name, pixels in pictures.items():
        save_photo(Photo(pixels), paths[name])
    return {name: str(path) for name, path in paths.items()}


def run(files: dict[str, str], *arguments: str) -> int:
    return main(["metrics", *[files.get(argument, argument) for argument in arguments]])


def test_json_holds_what_score_gives(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, "A", "B", "--fused", "F", "--reference", "T", "--crop-border", "3", "--json") == 0
    mean = ((MADE.first.astype(int) + MADE.second) // 2).astype(np.uint8)
    assert json.loads(capsys.readouterr().out) == score(
        [MADE.first, MADE.second], mean, MADE.truth, crop_border=3
    )


def test_the_former_name_of_the_border_is_taken_with_a_note(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["A", "B", "--fused", "F", "--reference", "T", "--metrics", "PSNR_reference", "--json"]
    said = []
    for name in ("--crop-border", "--frame"):
        assert run(files, *given, name, "3") == 0
        said.append(capsys.readouterr())
    assert said[0].out == said[1].out
    assert "--frame" not in said[0].err
    assert "--frame is now --crop-border; the old name goes in version 0.4\n" in said[1].err


def test_the_help_shows_present_names_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", "--help"]) == 0
    said = capsys.readouterr().out
    assert "--crop-border N" in said
    assert "--frame" not in said


def test_infinity_is_a_text(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, "A", "B", "--fused", "T", "--reference", "T", "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert values["PSNR_reference"] == "inf"
    assert values["DeltaE2000_reference"] == 0


def test_the_table_names_direction_and_family(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, "A", "B", "--fused", "F", "--metrics", "Q_G,Q_CV") == 0
    header, q_g, q_cv = capsys.readouterr().out.splitlines()
    assert header.split()[:4] == ["metric", "value", "better", "family"]
    assert q_g.split()[2:4] == ["higher", "gradient"]
    assert q_cv.split()[2:4] == ["lower", "vision"]
    assert METRICS["Q_CV"].title in q_cv


@pytest.mark.shared
def test_keys_are_those_of_the_published_values(capsys: pytest.CaptureFixture[str]) -> None:
    cases = json.loads((SHARED / "metric_reference.json").read_text(encoding="utf-8"))["cases"]
    case, folder = cases["syn1"], SHARED / "metric_cases"
    sources = [str(folder / case[name]) for name in "ab"]
    assert main(["metrics", *sources, "--fused", str(folder / case["f"]), "--json"]) == 0
    ours = json.loads(capsys.readouterr().out)
    assert len(ours.keys() & case["metrics"].keys()) >= 25
    for key in ours.keys() & case["metrics"].keys() - {"FMI_none", "FMI_gradient"}:  # theirs: of a crop
        assert ours[key] == pytest.approx(case["metrics"][key], rel=1e-3), key


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["A", "B"], 2, "required: --fused"),
        (["A", "--fused", "F"], 2, "two sources at least"),
        (["A", "B", "--fused", "F", "--metrics", "Q_X"], 2, "there is no metric 'Q_X'"),
        (["A", "B", "--fused", "F", "--metrics", ","], 2, "names no metric"),
        (["A", "B", "--fused", "F", "--crop-border", "-1"], 2, "--crop-border is -1"),
        (["A", "B", "--fused", "F", "--metrics", "PSNR_reference"], 1, "needs the reference"),
        (["A", "B", "--fused", "F", "--reference", "T", "--crop-border", "40"], 1, "a border of 40"),
        (["A", "S", "--fused", "F"], 1, "80 × 40 pixels"),
        (["A", "B", "--fused", "gone.png"], 1, "there is no file gone.png"),
    ],
)
def test_wrong_input_is_one_line(
    arguments: list[str], code: int, sentence: str, files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(files, *arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1
