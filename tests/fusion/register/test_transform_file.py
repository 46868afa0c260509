"""Transforms as JSON: what is written is read, and what is none is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fusion.errors import FusionError
from fusion.register.apply import notes_of
from fusion.register.registration import FrameReport, Registration
from fusion.register.transform_file import read_transforms, save_transforms
from fusion.transform import Transform
from tests.made import similarity

FOUND = Registration(
    "similarity", 1, (200, 280), (slice(3, 190), slice(0, 270)),
    (
        FrameReport("a.png", Transform(similarity(1.01, shift=(2, 3)), (1.1, 1.0, 0.9)), error_px=0.25),
        FrameReport("b.png"),
        FrameReport("c.png", flags=("black",), used=False),
    ),
)  # fmt: skip


def test_what_is_written_is_read(tmp_path):
    again = read_transforms(save_transforms(FOUND, tmp_path / "t.json"))
    assert (again.model, again.reference, again.size, again.area) == (
        "similarity", 1, (200, 280), (slice(3, 190), slice(0, 270)),
    )  # fmt: skip
    assert again.used == (0, 1)
    assert np.array_equal(again.frames[0].transform.matrix, FOUND.frames[0].transform.matrix)
    assert again.frames[0].transform.gain == (1.1, 1.0, 0.9)


def test_the_fields_are_those_that_other_programs_read(tmp_path):
    content = json.loads(save_transforms(FOUND, tmp_path / "t.json").read_text())
    assert (content["version"], content["reference"]) == (1, 1)
    assert set(content["frames"][0]) == {"name", "matrix", "gain", "used", "error_px", "flags"}
    assert np.shape(content["frames"][2]["matrix"]) == (3, 3)


@pytest.mark.parametrize(
    "content",
    [
        "{", "[]", "{}", '{"version": 1, "reference": 0, "frames": [{"matrix": [[1]]}]}',
        '{"version": 1, "reference": 0, "frames": [{"matrix": [[0,0,0],[0,0,0],[0,0,1]]}]}',
        '{"version": 1, "reference": 0, "frames": [{"matrix": [[1,0,0],[0,1,0],[0,0,1]], "gain": [0]}]}',
        '{"version": "x", "reference": 0, "frames": []}',
    ],
)  # fmt: skip
def test_a_file_that_holds_none_is_refused_by_name(tmp_path, content):
    path = tmp_path / "none.json"
    path.write_text(content)
    with pytest.raises(FusionError, match=r"none\.json holds no transforms"):
        read_transforms(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FusionError, match=r"gone\.json cannot be read"):
        read_transforms(tmp_path / "gone.json")


def test_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "new.json"
    path.write_text('{"version": 3, "reference": 0, "frames": []}')
    with pytest.raises(FusionError, match="newer Parfocal"):
        read_transforms(path)


WRONG: dict[str, list[object]] = {
    "reference": [2, -1, 1e6, True, "0", [0], float("nan"), float("inf"), 0.5, None],
    "size": [[4], [4, 6, 8], 4.5, [4, -6], [float("inf"), 6], ["4", "6"], [4.5, 6], [10**9, 6]],
    "area": [[0, 0, 4], 7, [0, 0, 4, 6, 8], [0.5, 0, 4, 6], [2, 0, 2, 6], [0, 0, 99, 6], [-1, 0, 4, 6]],
    "version": [float("nan"), "1", [1], None],
    "frames": [None, 3, [], [[]], [{"matrix": 1}]],
}


@pytest.mark.parametrize(("name", "values"), WRONG.items(), ids=WRONG.keys())
def test_fields_of_another_type_or_range_are_one_sentence(
    name: str, values: list[object], tmp_path: Path
) -> None:
    frames = [{"matrix": np.eye(3).tolist()}, {"matrix": np.eye(3).tolist()}]
    sound = {"version": 1, "reference": 0, "size": [4, 6], "area": [0, 0, 4, 6], "frames": frames}
    place = tmp_path / "t.json"
    for value in values:
        place.write_text(json.dumps(sound | {name: value}), encoding="utf-8")
        with pytest.raises(FusionError, match="holds no transforms of Parfocal"):
            read_transforms(place)


def test_what_only_tells_is_read_or_refused(tmp_path: Path) -> None:
    place, eye = tmp_path / "t.json", np.eye(3).tolist()
    told = {"matrix": eye, "error_px": float("inf"), "flags": ["moved"], "name": 7}
    content = {"version": 1, "model": "none", "reference": 0, "frames": [told]}
    place.write_text(json.dumps(content), encoding="utf-8")
    frame = read_transforms(place).frames[0]
    assert (frame.error_px, frame.flags, frame.name) == (0.0, ("moved",), "7")
    assert notes_of(read_transforms(place)) == ()
    wrong = told | {"flags": [["moved"]]}
    place.write_text(json.dumps({"version": 1, "reference": 0, "frames": [wrong]}), encoding="utf-8")
    with pytest.raises(FusionError, match="the flags of frame 1 are none"):
        read_transforms(place)
    place.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(FusionError, match="no JSON"):
        read_transforms(place)
