"""Which files belong together."""

from pathlib import Path

import pytest

from fusion import FusionError
from fusion.evaluate.datasets import find_datasets, find_result, find_scenes


def test_pairs_truths_and_stacks_are_found_by_name(data: Path) -> None:
    (data / "notes.txt").write_text("no picture")
    (data / "01_other.png").write_bytes(b"no source")
    first, second, stack = find_scenes(data, "d")
    assert [path.name for path in first.sources] == ["01_A.png", "01_B.png"]
    assert first.truth == data / "01_all_in_focus.png"
    assert second.truth is None
    assert [path.name for path in stack.sources] == ["frame9.png", "frame10.png", "frame11.png"]
    (data / "stack" / "frame9.png").rename(data / "stack" / "all_in_focus.png")
    stack = find_scenes(data, "d")[2]
    assert len(stack.sources) == 2
    assert stack.truth == data / "stack" / "all_in_focus.png"


def test_folders_of_one_name_stay_apart(data: Path) -> None:
    assert {scene.dataset for scene in find_datasets([data, data])} == {data.name, f"{data.name}-2"}


def test_results_lie_in_the_folder_or_in_that_of_the_data_set(data: Path, tmp_path: Path) -> None:
    scene = find_scenes(data, "d")[0]
    (tmp_path / "r" / "d").mkdir(parents=True)
    with pytest.raises(FusionError, match=r"no result of 01 of d; name it 01\.png"):
        find_result(tmp_path / "r", scene)
    for place in (tmp_path / "r" / "01_fused.jpg", tmp_path / "r" / "d" / "01.png"):
        place.write_bytes(b"")
        assert find_result(tmp_path / "r", scene) == place


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("03_A.png", "03_A.png has no partner 03_B"),
        ("01_A.jpg", "both 01_A.jpg and 01_A.png"),
        ("pairs/01_A.png pairs/01_B.png", "name that folder itself"),
        ("01/1.png 01/2.png", "a pair and a stack 01"),
        ("stack/all_in_focus.png stack/b_all_in_focus.png", "2 files named all_in_focus"),
    ],
)
def test_what_is_ambiguous_is_refused(name: str, sentence: str, data: Path) -> None:
    for each in name.split():
        (data / each).parent.mkdir(exist_ok=True)
        (data / each).write_bytes(b"x")
    with pytest.raises(FusionError, match=sentence):
        find_scenes(data, "d")


def test_a_folder_without_data_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(FusionError, match="must be named NN_A and NN_B"):
        find_scenes(tmp_path, "d")
