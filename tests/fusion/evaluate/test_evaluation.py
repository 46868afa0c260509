"""A whole evaluation: what it writes, what it reuses, what it says."""

from __future__ import annotations

import csv
import html.parser
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from fusion import Cancelled, Photo, load_photo, save_photo
from fusion.cli import main
from fusion.evaluate import runs, workers
from fusion.evaluate.contenders import read_contenders
from fusion.evaluate.datasets import find_datasets
from fusion.evaluate.evaluation import Plan, evaluate
from fusion.evaluate.pictures import crop_places, difference, error_map
from fusion.evaluate.plots import ticks
from fusion.metrics import score
from fusion.settings import INFRARED_VISIBLE

ROOT = Path(__file__).resolve().parents[3]
METHODS = ["spatial-frequency", "spatial-frequency:window-radius=9"]


def command(data: Path, report: Path, *more: str | Path) -> int:
    return main(["evaluate", str(data), "-o", str(report), "--jobs", "1", *map(str, more)])


def rows_of(report: Path) -> list[dict[str, str]]:
    with (report / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What was really computed."""
    done = []

    def watched(task: runs.Task, progress: object) -> runs.Row:
        done.append(task.place)
        return runs.perform(task, progress)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "perform", watched)
    return done


def test_rows_hold_what_score_gives_of_the_saved_result(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "report"
    assert command(data, report, "--methods", ",".join(METHODS), "--crop-border", "4") == 0
    rows = rows_of(report)
    assert len(rows) == 6
    for row in rows:
        scene = next(one for one in find_datasets([data]) if one.name == row["image"])
        folder = row["method"].replace(":", "_")
        fused = load_photo(report / "results" / folder / data.name / f"{scene.name}.png")
        assert (report / "decisions" / folder / data.name / f"{scene.name}.png").is_file()
        sources = [load_photo(path).pixels for path in scene.sources]
        truth = load_photo(scene.truth).pixels if scene.truth else None
        keys = runs.WITH_TRUTH if scene.truth else runs.WITHOUT_TRUTH["multifocus"]
        for key, value in score(sources, fused.pixels, truth, keys, crop_border=4).items():
            assert float(row[key]) == value
        assert row["Q_G" if scene.truth else "PSNR_reference"] == ""
    summary = json.loads((report / "summary.json").read_text(encoding="utf-8"))
    mean = summary["means"][data.name][METHODS[1]]["Q_G"]
    ours = [float(row["Q_G"]) for row in rows if row["method"] == METHODS[1] and row["Q_G"]]
    assert mean["mean"] == pytest.approx(np.mean(ours))
    assert mean["count"] == 2
    assert summary["methods"][METHODS[1]]["parameters"]["window_radius"] == 9


def test_a_second_run_computes_only_what_changed(
    data: Path, tmp_path: Path, work: list[tuple[str, str, str]]
) -> None:
    report = tmp_path / "report"
    assert command(data, report, "--methods", METHODS[0]) == 0
    before = rows_of(report)
    work.clear()
    assert command(data, report, "--methods", METHODS[0]) == 0
    assert work == []
    assert rows_of(report) == before
    os.utime(data / "02_B.png", ns=(1, 1))
    (report / "results" / METHODS[0] / data.name / "stack.png").unlink()
    assert command(data, report, "--methods", METHODS[0]) == 0
    assert [place[1] for place in work] == ["02", "stack"]
    work.clear()
    assert command(data, report, "--methods", ",".join(METHODS)) == 0
    assert {place[2] for place in work} == {METHODS[1]}
    work.clear()
    assert command(data, report, "--methods", METHODS[0], "--metrics", "Q_G") == 0
    assert len(work) == 3


def test_weights_that_changed_count_as_a_change(data: Path, tmp_path: Path) -> None:
    weights = tmp_path / "theirs.npz"
    (contender,) = read_contenders([f"densefuse:weights={weights}"], [], "cpu", purpose=INFRARED_VISIBLE)
    task = runs.Task(find_datasets([data])[0], contender, ("Q_G",), 0, tmp_path / "report")
    marks = []
    for content in (b"one", b"another"):
        weights.write_bytes(content)
        marks.append(task.fingerprint())
    assert marks[0] != marks[1] == task.fingerprint()


@pytest.mark.parametrize("jobs", [1, 2])
def test_cancelling_keeps_what_is_done(
    jobs: int, data: Path, tmp_path: Path, work: list[tuple[str, str, str]]
) -> None:
    report = tmp_path / "report"
    contenders = read_contenders(METHODS, [], "cpu")
    plan = Plan(find_datasets([data]), contenders, report, ["Q_G"], jobs=jobs)

    def stop(stage: str, done: int, total: int) -> None:
        del stage, total
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        evaluate(plan, stop)
    assert len(rows_of(report)) == 2
    assert not list(report.rglob("*.part"))
    work.clear()
    made = evaluate(Plan(plan.scenes, contenders, report, ["Q_G"]))
    assert made.reused == 2
    assert len(work) == 4
    assert len(made.rows) == 6


def test_the_command_says_how_to_go_on_after_an_interrupt(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "perform", interrupt)
    assert command(data, tmp_path / "report", "--methods", METHODS[0]) == 130
    assert capsys.readouterr().err == "cancelled; the same command goes on from what is done\n"


@pytest.mark.skipif(os.name == "nt", reason="interrupts are sent otherwise there")
def test_an_interrupt_ends_the_workers_and_the_next_run_goes_on(data: Path, tmp_path: Path) -> None:
    for number in range(3, 30):
        for letter in "AB":
            shutil.copy(data / f"02_{letter}.png", data / f"{number:02}_{letter}.png")
    report = tmp_path / "report"
    line = [sys.executable, "-m", "fusion", "evaluate", str(data), "-o", str(report)]
    line += ["--methods", METHODS[0], "--jobs", "2", "--metrics", "Q_P,Q_G"]
    with subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (
            (report / "results.csv").is_file() and rows_of(report)
        ):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert said == "cancelled; the same command goes on from what is done\n"
    kept = len(rows_of(report))
    assert 0 < kept < 30
    assert not (report / "report.html").exists()
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"(30 results, {kept} of them from before)" in done.stdout


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds children through /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_parent(number: int, data: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "fusion", "evaluate", str(data), "-o", str(tmp_path / "report")]
    line += ["--methods", METHODS[0], "--jobs", "2", "--metrics", "Q_P,Q_G"]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(children_of(process.pid)) < 3:
            time.sleep(0.02)  # two workers, and what keeps account of their semaphores
        workers_of = children_of(process.pid)
        process.send_signal(number)
    while time.monotonic() < deadline and any(is_running(child) for child in workers_of):
        time.sleep(0.02)
    assert len(workers_of) == 3
    assert not any(is_running(child) for child in workers_of)


def children_of(process: int) -> list[int]:
    """The processes that a process started."""
    try:
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return []


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_results_of_another_program_are_measured(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    for name, source in (("01", "01_A"), ("02_fused", "02_A"), ("stack", "stack/frame9")):
        save_photo(load_photo(data / f"{source}.png"), theirs / f"{name}.png")
    report = tmp_path / "report"
    assert command(data, report, "--results", theirs, "--metrics", "Q_MI,PSNR_reference") == 0
    first, second, _ = rows_of(report)
    pair = [load_photo(data / f"02_{letter}.png").pixels for letter in "AB"]
    assert float(second["Q_MI"]) == score(pair, pair[0], keys=["Q_MI"])["Q_MI"]
    assert float(first["PSNR_reference"]) < 40
    assert second["PSNR_reference"] == ""
    (theirs / "02_fused.png").unlink()
    assert command(data, report, "--results", theirs) == 1
    assert "no result of 02" in capsys.readouterr().err


def test_a_picture_that_fails_does_not_stop_the_others(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_photo(Photo(load_photo(data / "01_A.png").pixels[:40]), data / "02_B.png")
    report = tmp_path / "report"
    assert command(data, report, "--methods", METHODS[0]) == 1
    said = capsys.readouterr().err
    assert "1 of 3 results failed" in said
    assert said.count("\n") == 1
    errors = [row["error"] for row in rows_of(report)]
    assert [bool(error) for error in errors] == [False, True, False]
    assert "80 × 40" in (report / "report.html").read_text(encoding="utf-8")


class Page(html.parser.HTMLParser):
    """What a page refers to, which elements it has, and what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "data")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_needs_no_other_file_and_escapes_names(data: Path, tmp_path: Path) -> None:
    named = data.rename(tmp_path / "<script>a&b")
    (named / "stack").rename(named / '<b>"x')
    report = tmp_path / "report"
    assert command(named, report, "--methods", ",".join(METHODS)) == 0
    content = (report / "report.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(content)
    assert page.links
    assert all(link.startswith("data:image/") for link in page.links)
    assert "http" not in content
    assert "url(" not in content
    assert not {"script", "b", "link", "iframe"} & set(page.tags)
    assert '<script>a&b / <b>"x' in page.text
    assert "prefers-color-scheme: dark" in content
    assert "error map" in page.text


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["DATA"], 2, "required: -o/--output"),
        (["DATA", "-o", "OUT"], 2, "give --methods or --results"),
        (["DATA", "-o", "OUT", "--methods", "best"], 2, "there is no method 'best'"),
        (["DATA", "-o", "OUT", "--methods", "sesf:depth=3"], 2, "no parameter 'depth'"),
        (["DATA", "-o", "OUT", "--methods", "smfuse:steps=3"], 2, "smfuse takes no parameters"),
        (["DATA", "-o", "OUT", "--methods", "sesf:window-radius=x"], 2, "a whole number"),
        (["DATA", "-o", "OUT", "--methods", "sesf:window-radius=0"], 2, "from 1"),
        (["DATA", "-o", "OUT", "--methods", "sesf", "--metrics", "Q_X"], 2, "no metric 'Q_X'"),
        (["DATA", "-o", "OUT", "--methods", "sesf", "--jobs", "0"], 2, "--jobs is 0"),
        (["DATA", "-o", "OUT", "--methods", "sesf", "--crop-border", "-1"], 2, "--crop-border is -1"),
        (["gone", "-o", "OUT", "--methods", "sesf"], 1, "there is no folder gone"),
        (["DATA", "-o", "DATA/report", "--methods", "sesf"], 1, "lies in a data set"),
        (["DATA", "-o", "OUT/deep", "--methods", "sesf"], 1, "there is no folder"),
        (["DATA", "-o", "FULL", "--methods", "sesf"], 1, "holds other files"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: list[str], code: int, sentence: str, data: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "FULL").mkdir()
    (tmp_path / "FULL" / "diary.txt").write_text("dear")
    places = {"DATA": data, "OUT": tmp_path / "OUT", "FULL": tmp_path / "FULL"}
    given = []
    for argument in arguments:
        first, *rest = argument.split("/")
        given.append(str(places[first].joinpath(*rest)) if first in places else argument)
    assert main(["evaluate", *given]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "OUT").exists()


def test_crops_lie_where_pictures_differ_and_clear_of_each_other() -> None:
    base = np.zeros((300, 400), np.uint8)
    other = base.copy()
    other[20:30, 30:40] = 200
    other[250:260, 350:360] = 100
    first, second = crop_places(difference([base, other]), side=50)
    assert first[0] <= 30 < first[0] + 50
    assert second[0] <= 350 < second[0] + 50
    assert len(crop_places(difference([base, base]), side=50)) == 1
    assert error_map(base, other).max() == 255
    assert error_map(base, base).max() == 0


def test_ticks_are_round_and_enclose_the_values() -> None:
    assert ticks(0.713, 0.788)[0] <= 0.713
    assert ticks(0.713, 0.788)[-1] >= 0.788
    assert len(ticks(5, 5)) >= 2
    assert len(ticks(-30, 1e6)) < 10


def test_auto_takes_part_under_its_own_name(data: Path, tmp_path: Path) -> None:
    """Two frames run another method than three; the row says what was asked for."""
    contenders = read_contenders(["auto"], [], "cpu")
    made = evaluate(Plan(find_datasets([data]), contenders, tmp_path / "report", ["Q_G"]))
    assert not made.failed
    assert {row.method for row in made.rows} == {"auto"}
