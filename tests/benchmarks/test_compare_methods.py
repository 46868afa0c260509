"""The comparison of all methods goes on where it was, and tells invented pixels."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import compare_methods, method_costs, repeatability
from benchmarks.comparison_tables import no_source_share
from benchmarks.pairs import Pair
from fusion import Photo, methods, save_photo
from fusion.evaluate import evaluation
from tests.made import focus_pair, infrared_pair


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A pair with truth, and an infrared and visible one with a published result."""
    pairs, published = tmp_path / "data" / "pairs" / "nyud20", tmp_path / "data" / "published" / "tno"
    for folder in (pairs, published):
        folder.mkdir(parents=True)
    pair = focus_pair(64, 80)
    for ending, pixels in (("A", pair.first), ("B", pair.second), ("all_in_focus", pair.truth)):
        save_photo(Photo(pixels), pairs / f"1_{ending}.png")
    infrared, visible = infrared_pair()
    for ending in ("ir", "vi", "densefuse", "fusiongan", "pmgi"):
        save_photo(Photo(visible if ending == "vi" else infrared), published / f"1_{ending}.png")
    return tmp_path / "data"


def run(data: Path, output: Path, *more: str) -> str:
    given = ["-o", str(output), "--data", str(data), *more]
    assert compare_methods.main(given) == 0
    return (output / "tables.md").read_text(encoding="utf-8")


def test_it_compares_on_both_kinds_and_tells_who_paints(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(
        data, tmp_path / "out", "--sets", "nyud20,tno", "--methods", "spatial-frequency,average"
    )
    assert text in capsys.readouterr().out
    assert "| spatial-frequency | picks | " in text
    assert "| average | paints | " in text
    assert "| densefuse, published picture |" in text
    best, other = (line for line in text.partition("Picking and painting")[2].splitlines()[4:6])
    assert best.startswith("| spatial-frequency | picks |")
    assert other.startswith("| average | paints |")
    assert (tmp_path / "out" / "nyud20" / "report.html").is_file()


def test_what_is_there_is_not_made_again_and_stays(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, sets = tmp_path / "out", ("--sets", "nyud20")
    run(data, out, *sets, "--methods", "average")
    made: list[str] = []
    perform_all = evaluation.perform_all

    def watched(tasks, jobs):  # type: ignore[no-untyped-def]
        made.extend(task.contender.label for task in tasks)
        return perform_all(tasks, jobs)

    monkeypatch.setattr(evaluation, "perform_all", watched)
    text = run(data, out, *sets, "--methods", "spatial-frequency")
    assert made == ["spatial-frequency"]
    assert "| average | paints |" in text


def test_an_unknown_set_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare_methods.main(["-o", str(tmp_path / "out"), "--sets", "mffw"]) == 1
    assert "there is no set 'mffw'; there are lytro" in capsys.readouterr().err


def test_every_method_takes_part_in_its_kinds_with_its_variants() -> None:
    texts = compare_methods.contender_texts("multifocus", [])
    assert set(methods("multifocus")) <= set(texts)
    assert "fusiondiff:sampler=stochastic" in texts
    assert "sesf" not in compare_methods.contender_texts("infrared-visible", []) or (
        "infrared-visible" in methods()["sesf"].purposes
    )
    asked = compare_methods.contender_texts("multifocus", ["average", "sesf:attention=sse"])
    assert asked == ["average", "sesf:attention=sse"]


def test_pixels_that_no_source_has_are_counted_by_all_channels() -> None:
    first, second = np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 90, np.uint8)
    fused = np.zeros((2, 2, 3), np.uint8)
    fused[0, 0] = (0, 0, 90)
    fused[0, 1] = (89, 90, 91)
    fused[1, 0] = (45, 45, 45)
    assert no_source_share(fused, [first, second]) == 0.5


def test_costs_tell_a_refusal_and_name_roles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str]) -> None:
        code, said = (124, "") if "sesf" in command else (1, "error: the picture (it) is too large")
        raise RuntimeError(f"timeout failed (code {code}): {said}")

    monkeypatch.setattr(method_costs, "measured_run", refuse)
    pair = tmp_path / "1_near.jpg", tmp_path / "1_far.jpg"
    refused = method_costs.cost_of("average", pair, tmp_path, 60)
    assert refused == {"reason": "the picture (it) is too large"}
    assert method_costs.cost_of("sesf", pair, tmp_path, 60) == {"reason": "longer than 60 s"}
    assert [path.name for path in method_costs.named_by_role(pair, tmp_path)] == [
        "1_near_ir.jpg", "1_near_vi.jpg",
    ]  # fmt: skip
    known = {"average": {"0.3": {"seconds": 1.5, "processor": 2.5, "megabytes": 90}}}
    *_, row = method_costs.table(["average"], [0.3, 24], known)
    assert row == "| `average` | 1.5 | 2.5 | 90 | – | – | – |"


def test_seeds_are_compared_with_the_truth_and_each_other() -> None:
    made = focus_pair(48, 56)
    pair = Pair("1", Photo(made.first), Photo(made.second), Photo(made.truth))
    one, two = (
        repeatability.repeated(pair, "deterministic", "sources", 1, seeds) for seeds in ([1], [1, 2])
    )
    assert one.spread == one.deviation == 0
    assert two.deviation >= 0
    assert 10 < two.psnr < 60
