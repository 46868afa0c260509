"""Which file is the infrared and which the visible one, by its name."""

from pathlib import Path

import pytest

from fusion.files.role_names import order_by_name


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("01_ir.png", "01_vi.png", (0, 1)),
        ("01_vi.png", "01_ir.png", (1, 0)),
        ("IR12.bmp", "VIS12.bmp", (0, 1)),
        ("sceneVisible.jpg", "sceneThermal.jpg", (1, 0)),
        ("street.png", "street_lwir.tif", (1, 0)),
        ("street_rgb.png", "street.png", (1, 0)),
        ("可见光1.png", "红外1.png", (1, 0)),
        ("ir/004.png", "vi/004.png", (0, 1)),
        ("visible/004.png", "infrared/004.png", (1, 0)),
        ("near.jpg", "far.jpg", None),
        ("fire.jpg", "river.jpg", None),
        ("ir_1.png", "ir_2.png", None),
        ("ir_vi_1.png", "ir_vi_2.png", None),
    ],
)
def test_names_and_folders_tell_the_roles(
    first: str, second: str, order: tuple[int, int] | None
) -> None:
    assert order_by_name((Path(first), Path(second))) == order


def test_what_is_no_file_tells_nothing() -> None:
    assert order_by_name((None, Path("01_ir.png"))) is None
