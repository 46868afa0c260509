"""What a stroke is, how it becomes weights, and how it is kept in a file."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fusion import FusionError
from fusion.retouch.rasterising import DabWalker, dabs_of, weights_of
from fusion.retouch.stroke import Brush, FrameSource, Stroke, on_grid
from fusion.retouch.stroke_file import content_of, read_strokes, retouch_from, save_strokes
from tests.fusion.retouch.strokes import along, frame, of_every_kind

WHOLE = slice(0, 90), slice(0, 120)


def test_a_rectangle_has_the_weights_of_the_whole() -> None:
    stroke = along(Brush(frame(0), 17, 0.4, 0.9, 0.6), (10.25, 20, 1), (90, 70.5, 0.3), (115, 5, 1))
    whole, generator = weights_of(stroke, WHOLE), np.random.default_rng(3)
    assert 0 < whole.max() <= 0.9
    for _ in range(20):
        rows, columns = (np.sort(generator.choice(side, 2, replace=False)) for side in (90, 120))
        area = slice(*map(int, rows)), slice(*map(int, columns))
        assert np.array_equal(weights_of(stroke, area), whole[area])


def test_a_moved_stroke_has_moved_weights() -> None:
    stroke = along(Brush(frame(0), 11, 0.2), (30.0625, 20, 1), (60, 41.5, 1))
    moved = weights_of(stroke.moved(-13, -7), (slice(0, 60), slice(0, 90)))
    assert np.array_equal(moved, weights_of(stroke, (slice(7, 67), slice(13, 103))))


def test_points_that_come_one_by_one_give_the_same_dabs() -> None:
    stroke = along(Brush(frame(0), 8), (0, 0, 1), (3, 1, 0.5), (3, 1, 0.5), (40, 9, 0.75), (41, 9, 1))
    walker = DabWalker(8)
    assert [dab for point in stroke.points for dab in walker.to(point)] == dabs_of(stroke)


def test_hardness_flow_opacity_and_pressure() -> None:
    def row(brush: Brush, pressure: float = 1.0) -> np.ndarray:
        return weights_of(along(brush, (20, 0, pressure)), (slice(0, 1), slice(0, 41)))[0]

    hard, soft = row(Brush(frame(0), 10, 1.0)), row(Brush(frame(0), 10, 0.0))
    assert set(hard[12:29]) == {1.0}
    assert np.all(np.diff(soft[20:31]) < 0)
    assert row(Brush(frame(0), 10, opacity=0.3)).max() == np.float32(0.3)
    assert row(Brush(frame(0), 10, flow=0.25)).max() == np.float32(0.25)
    assert np.array_equal(row(Brush(frame(0), 10, 0.5), 0.5), row(Brush(frame(0), 5, 0.5)))
    dabbed = along(Brush(frame(0), 10, 1.0, 0.5, 0.25), *[(20 + n % 2 * 2.5, 0, 1) for n in range(40)])
    layered = weights_of(dabbed, (slice(0, 1), slice(0, 41))).max()
    assert 0.45 < layered <= 0.5, "dabs add up to the opacity"


def test_a_file_of_strokes_gives_the_same_strokes(tmp_path: Path) -> None:
    retouch = of_every_kind(0, 2)
    assert read_strokes(save_strokes(retouch, tmp_path / "strokes.json")) == retouch
    named = FrameSource("ab12", page=3, number=4, name="近.tif")
    other = type(retouch)((Stroke((on_grid(1.03, 2, 0.3),), Brush(named)),), named)
    assert retouch_from(json.loads(json.dumps(content_of(other))), "x") == other


@pytest.mark.parametrize(
    "change",
    [{"strokes": 3}, {"strokes": [{}]}, {"reference": 3}, {"parfocal_strokes": "1"},
     {"strokes": [{"points": []}]}],
)  # fmt: skip
def test_what_is_no_strokes_is_one_sentence(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({**content_of(of_every_kind(0, 1)), **change}))
    with pytest.raises(FusionError, match=r"wrong\.json"):
        read_strokes(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[" * 100_000, '{"parfocal_strokes": 99}'])
def test_what_is_no_json_of_strokes_is_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(FusionError, match=r"wrong\.json"):
        read_strokes(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [("radius_px", 0), ("radius_px", float("inf")), ("hardness", 1.1), ("opacity", -0.1), ("flow", "x"),
     ("points", [[1, 2]]), ("points", [[1, 2, 3]]), ("points", [[1e300, 2, 1]]), ("source", 3),
     ("source", {"result": {"method": "average"}})],
)  # fmt: skip
def test_a_damaged_stroke_is_one_sentence(key: str, value: object) -> None:
    content = content_of(of_every_kind(0, 1))
    content["strokes"][0][key] = value
    with pytest.raises(FusionError) as told:
        retouch_from(content, "wrong.json")
    assert told.value.code in ("no-strokes", "brush-out-of-range")


def test_a_brush_out_of_range_is_refused() -> None:
    with pytest.raises(FusionError, match="hardness is 2; it must be from 0 to 1"):
        Brush(hardness=2)
