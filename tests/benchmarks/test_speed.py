"""The speed benchmark: pairs of the right size, whole commands, growth, results that are kept."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.speed import Results
from benchmarks.speed_plot import plot
from benchmarks.speed_runs import Case, Run, command_of, made_scene, make_pair, measure
from benchmarks.speed_table import exponent, table
from fusion import Photo, load_photo, save_photo


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("pair")
    photograph = save_photo(Photo(made_scene(300, 420)), folder / "photograph.png")
    return make_pair(folder, 0.05, [photograph])


def medians() -> dict[Case, Run]:
    made = {}
    for size in (6.0, 12.0, 24.0):
        made[Case("enfuse", size, "jpg", 2)] = Run(size / 6, size / 4, 30 * size)
        made[Case("sesf", size, "jpg", 2)] = Run(size**2 / 100, size, 100.0)
    return made


def test_a_pair_has_the_size_and_each_is_sharp_where_the_other_is_not(pair: tuple[Path, Path]) -> None:
    near, far = (load_photo(path).pixels.astype(float) for path in pair)
    assert near.shape[0] * near.shape[1] == pytest.approx(50_000, rel=0.02)
    changes = [np.abs(np.diff(pixels.sum(axis=2), axis=1)) for pixels in (near, far)]
    sharper = changes[0] > changes[1] + 2
    softer = changes[1] > changes[0] + 2
    assert min(sharper.mean(), softer.mean()) > 0.05


def test_settings_of_a_method_become_options() -> None:
    command = command_of("sesf:attention=scse:disk-radius=3", (Path("a"), Path("b")), Path("c.jpg"))
    assert command[command.index("--method") + 1] == "sesf"
    assert "--attention=scse" in command
    assert "--disk-radius=3" in command
    assert command_of("enfuse", (Path("a"), Path("b")), Path("c.jpg"))[0] == "enfuse"


def test_a_run_has_time_and_memory_and_leaves_nothing(pair: tuple[Path, Path], tmp_path: Path) -> None:
    run = measure(Case("spatial-frequency", 0.05, "jpg", 1), pair, tmp_path)
    assert 0 < run.processor < 60
    assert run.seconds > 0
    assert run.megabytes > 20
    assert not (tmp_path / "fused.jpg").exists()
    with pytest.raises(RuntimeError, match="no-such=1 failed"):
        measure(Case("average:no-such=1", 0.05, "jpg", 1), pair, tmp_path)


def test_growth_is_the_exponent() -> None:
    sizes = [1.0, 4.0, 9.0]
    assert exponent(sizes, [3 * size**1.5 for size in sizes]) == pytest.approx(1.5)
    lines = table(medians(), "a machine").splitlines()
    assert "| 24 | jpg | 2 | sesf | 5.76 | 24.00 | 1.44 | 100 |" in lines
    assert "| enfuse | jpg | 2 | 1.00 | 1.00 |" in lines
    assert "| sesf | jpg | 2 | 2.00 | 0.00 |" in lines


def test_the_plot_names_every_program_and_the_machine() -> None:
    text = plot(medians(), "a machine & a date")
    ElementTree.fromstring(text)
    for wanted in ("enfuse, 2 cores", "sesf, 2 cores", "a machine &amp; a date", "megapixels"):
        assert wanted in text


def test_results_are_kept_and_gone_on_with(tmp_path: Path) -> None:
    path, case = tmp_path / "results.json", Case("sesf", 6.0, "jpg", 2)
    results = Results(path, "machine, day")
    for seconds in (1.0, 9.0, 2.0):
        results.add(case, Run(seconds, 1.0, 100.0))
    again = Results(path, "machine, day")
    assert again.medians()[case].seconds == 2.0
    assert not Results(path, "another day").runs
