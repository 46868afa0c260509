"""Near- and far-focused pairs are made from photographs with masks, and train networks."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from models.cli import main
from models.pairs import PairOptions, make_pairs, of_classes, read_mask
from tests.made import texture

SIDE = 96


def write_photographs(folder: Path, count: int = 3) -> Path:
    folder.mkdir()
    for number in range(count):
        cv2.imwrite(str(folder / f"{number}.jpg"), texture(SIDE, SIDE + 8, seed=number))
    return folder


def write_masks(folder: Path, count: int = 3) -> Path:
    """Classes with a palette, as Pascal VOC has them: an object with its rim on the background."""
    folder.mkdir()
    for number in range(count):
        classes = np.zeros((SIDE, SIDE + 8), np.uint8)
        classes[20:70, 20:70] = 255
        classes[24:66, 24:66] = 7 + number
        picture = Image.fromarray(classes, mode="P")
        picture.putpalette(list(np.random.default_rng(1).integers(0, 256, 768)))
        picture.save(folder / f"{number}.png")
    return folder


def read(folder: Path, name: str) -> np.ndarray:
    picture = cv2.imread(str(folder / f"{name}.png"))
    assert picture is not None
    return picture.astype(int)


@pytest.mark.parametrize("edges", ["spread", "hard"])
def test_each_picture_of_a_pair_is_sharp_where_it_says(tmp_path: Path, edges: str) -> None:
    photographs, masks = write_photographs(tmp_path / "photos"), write_masks(tmp_path / "masks")
    output = tmp_path / "pairs"
    assert make_pairs(photographs, masks, output, PairOptions(3.0, 5.0, edges)) == ["0", "1", "2"]
    near, far, truth = (read(output, f"1_{name}") for name in ("A", "B", "all_in_focus"))
    mask = read(output, "1_mask")[:, :, 0] > 127
    original = cv2.imread(str(photographs / "1.jpg"))
    assert np.array_equal(truth, original)
    assert np.abs(near - truth)[mask].max() <= 1
    assert np.abs(near - truth)[~mask].mean() > 10
    away = cv2.dilate(mask.astype(np.uint8), np.ones((15, 15))) == 0
    assert np.abs(far - truth)[away].max() <= 1
    assert np.abs(far - truth)[mask].mean() > 10
    beside = ~mask & ~away
    assert (np.abs(far - truth)[beside].max() > 5) == (edges == "spread")


def test_the_foregrounds_colour_does_not_leak_into_the_blurred_background(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    photograph = np.full((64, 64, 3), 40, np.uint8)
    photograph[16:48, 16:48] = 250
    cv2.imwrite(str(tmp_path / "photos" / "x.png"), photograph)
    (tmp_path / "masks").mkdir()
    cv2.imwrite(str(tmp_path / "masks" / "x.png"), (photograph[:, :, 0] > 100).astype(np.uint8) * 255)
    make_pairs(tmp_path / "photos", tmp_path / "masks", tmp_path / "pairs")
    assert np.abs(read(tmp_path / "pairs", "x_A") - photograph).max() <= 1


def test_the_rim_of_a_class_is_halved_and_a_mask_of_rims_alone_is_taken() -> None:
    classes = np.zeros((9, 20), np.uint8)
    classes[:, 6:12] = 255
    classes[:, 12:] = 3
    found = of_classes(classes)
    assert found[4].tolist() == [0.0] * 9 + [1.0] * 11
    assert np.array_equal(of_classes(np.where(classes == 3, 0, classes)) > 0, classes == 255)


def test_masks_are_read_from_transparency_and_from_grey(tmp_path: Path) -> None:
    alpha = np.zeros((5, 6, 4), np.uint8)
    alpha[:, 3:, 3] = 255
    Image.fromarray(alpha).save(tmp_path / "alpha.png")
    Image.fromarray(alpha[:, :, 3]).save(tmp_path / "grey.png")
    expected = alpha[:, :, 3] / 255
    assert np.array_equal(read_mask(tmp_path / "alpha.png"), expected)
    assert np.array_equal(read_mask(tmp_path / "grey.png"), expected)


def test_the_command_says_what_it_leaves_out_and_gives_the_same_pairs_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photographs, masks = write_photographs(tmp_path / "photos", 4), write_masks(tmp_path / "masks")
    Image.fromarray(np.zeros((SIDE, SIDE + 8), np.uint8)).save(masks / "2.png")
    folders = [str(photographs), str(masks)]
    for name in ("one", "two"):
        assert main(["pairs", *folders, "-o", str(tmp_path / name)]) == 0
    told = capsys.readouterr().out
    assert "3.jpg has no mask; left out" in told
    assert "2.jpg is nearly all near or nearly all far by its mask; left out" in told
    assert "2 pairs in" in told
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert main(["pairs", *folders, "-o", str(masks)]) == 1
    assert "whose pictures are read" in capsys.readouterr().err


def test_masks_of_no_photograph_are_refused(tmp_path: Path) -> None:
    photographs, masks = write_photographs(tmp_path / "photos"), write_masks(tmp_path / "masks")
    for path in photographs.iterdir():
        path.rename(path.with_stem(f"other{path.stem}"))
    with pytest.raises(ValueError, match="no photograph in"):
        make_pairs(photographs, masks, tmp_path / "pairs")
    with pytest.raises(ValueError, match="radii of blur"):
        PairOptions(5.0, 2.0)


@pytest.mark.parametrize("method", ["smfuse", "mff-gan", "sesf", "learned-decision"])
def test_a_folder_of_pairs_trains_every_multi_focus_network(tmp_path: Path, method: str) -> None:
    photographs, masks = write_photographs(tmp_path / "photos", 4), write_masks(tmp_path / "masks", 4)
    make_pairs(photographs, masks, tmp_path / "pairs")
    small = ["--crop", "32", "--steps", "1", "--batch", "2", "--validation-share", "0.3"]
    if method == "learned-decision":
        small += ["--widths", "8,8,8,8", "--growth", "4,4,4,4", "--fine", "4", "--details", "1"]
        small += ["--frames", "2"]
    command = ["train", "--method", method, str(tmp_path / "pairs"), "-o", str(tmp_path / "run")]
    assert main([*command, *small]) == 0
    assert list((tmp_path / "run").glob("*.safetensors"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"smallest_blur": 9.0}, "the smallest before the largest"),
        ({"largest_blur": float("inf")}, "from 0.3 to 1000 pixels"),
        ({"largest_blur": float("nan")}, "from 0.3 to 1000 pixels"),
        ({"seed": -1}, "seed is a whole number from 0 on"),
    ],
)
def test_wrong_numbers_for_pairs_are_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PairOptions(**changed)


def test_a_mask_of_16_bits_is_as_one_of_8(tmp_path: Path) -> None:
    mask = np.repeat(np.arange(0, 256, 15, dtype=np.uint8)[None], 4, axis=0)
    cv2.imwrite(str(tmp_path / "8.png"), mask)
    cv2.imwrite(str(tmp_path / "16.png"), mask.astype(np.uint16) * 257)
    assert np.allclose(read_mask(tmp_path / "8.png"), read_mask(tmp_path / "16.png"))


def grey_masks(folder: Path, near: int) -> Path:
    """One mask without a palette, whose left half has one value and whose right half is black."""
    folder.mkdir()
    mask = np.zeros((SIDE, SIDE + 8), np.uint8)
    mask[:, : SIDE // 2] = near
    cv2.imwrite(str(folder / "0.png"), mask)
    return folder


def test_a_map_of_classes_without_a_palette_is_not_taken_for_a_faint_mask(tmp_path: Path) -> None:
    """It gave pairs whose near part was hardly near: class 15 counted as 6 %."""
    photographs, told = write_photographs(tmp_path / "photos", 1), list[str]()
    masks = grey_masks(tmp_path / "masks", near=15)
    with pytest.raises(ValueError, match="of which a pair could be made"):
        make_pairs(photographs, masks, tmp_path / "pairs", report=told.append)
    assert told == ["0.jpg is nearly all near or nearly all far by its mask; left out"]


def test_a_photograph_with_two_masks_is_left_out(tmp_path: Path) -> None:
    photographs, told = write_photographs(tmp_path / "photos", 2), list[str]()
    masks = write_masks(tmp_path / "masks", 2)
    (masks / "1.bmp").write_bytes((masks / "1.png").read_bytes())
    assert make_pairs(photographs, masks, tmp_path / "pairs", report=told.append) == ["0"]
    assert told == ["1.jpg has several masks (1.bmp, 1.png); left out"]
