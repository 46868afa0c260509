"""Former names of options are taken, with a note, for two versions."""

from __future__ import annotations

import pytest

from fusion.cli import build_parser

GIVEN = {
    "metrics": ["metrics", "A", "B", "--fused", "F"],
    "evaluate": ["evaluate", "PAIRS", "-o", "REPORT"],
}


@pytest.mark.parametrize("command", GIVEN)
def test_frame_is_taken_for_crop_border(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser(command)
    assert parser.parse_args(GIVEN[command]).crop_border == 0
    assert parser.parse_args([*GIVEN[command], "--crop-border", "3"]).crop_border == 3
    assert capsys.readouterr().err == ""
    assert parser.parse_args([*GIVEN[command], "--frame", "3"]).crop_border == 3
    said = capsys.readouterr().err
    assert said == "--frame is now --crop-border; the old name goes in version 0.4\n"


@pytest.mark.parametrize("command", GIVEN)
def test_the_former_name_takes_whole_numbers_only(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        build_parser(command).parse_args([*GIVEN[command], "--frame", "wide"])
    assert "--frame: invalid int value: 'wide'" in capsys.readouterr().err
