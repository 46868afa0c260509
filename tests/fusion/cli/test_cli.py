"""The command line, run as a user runs it: a process of its own."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fusion import Photo, load_photo, save_photo
from fusion.cli import COMMANDS, main, timings_table
from tests.fusion.files.test_files import bad_files
from tests.made import focus_pair, focus_stack, texture

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str | Path, module: str = "fusion") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=120,
    )


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    made = focus_pair()
    paths = tmp_path / "近 near.png", tmp_path / "远 far 🌸.png"
    for path, pixels in zip(paths, (made.first, made.second), strict=True):
        save_photo(Photo(pixels), path)
    return paths


def test_two_files_become_one_and_a_decision_map(pair: tuple[Path, Path], tmp_path: Path) -> None:
    out, decision = tmp_path / "结果.png", tmp_path / "map.png"
    done = run("fuse", *pair, "-o", out, "--decision-map", decision, "--device", "cpu")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(out) in done.stdout
    error = np.abs(load_photo(out).pixels.astype(int) - focus_pair().truth.astype(int))
    assert error.mean() < 1
    grey = load_photo(decision).pixels
    assert grey[:, :50].mean() > 250
    assert grey[:, -50:].mean() < 5


def test_more_than_two_files_fuse(tmp_path: Path) -> None:
    stack, truth = focus_stack(3)
    paths = [tmp_path / f"{number}.png" for number in range(3)]
    for path, pixels in zip(paths, stack, strict=True):
        save_photo(Photo(pixels), path)
    method = ("--method", "spatial-frequency")
    done = run("fuse", paths[0], "-o", tmp_path / "out.png", *paths[1:], *method)
    assert done.returncode == 0, "sources stand before and behind an option"
    assert np.abs(load_photo(tmp_path / "out.png").pixels.astype(int) - truth).mean() < 2


@pytest.mark.parametrize("attention", ["cse", "sse", "scse"])
def test_every_attention_can_be_chosen(
    attention: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    assert run("fuse", *pair, "-o", tmp_path / "o.png", "--attention", attention).returncode == 0


def test_the_published_preset_runs_the_published_program(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    done = run("fuse", *pair, "-o", tmp_path / "o.png", "--preset", "published")
    assert done.returncode == 0
    assert "sesf-published" in done.stdout


def test_parameters_reach_the_method(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for name, options in (("a", []), ("b", ["--guide-radius", "12", "--window", "gaussian"])):
        command = ["fuse", *pair, "-o", tmp_path / f"{name}.png", "--method", "spatial-frequency"]
        assert run(*command, *options).returncode == 0
    first, second = (load_photo(tmp_path / f"{name}.png").pixels for name in "ab")
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "required: COMMAND"),
        (["blend"], "invalid choice"),
        (["fuse", "A", "B"], "required: -o/--output"),
        (["fuse", "A", "-o", "out.png"], "two sources at least"),
        (
            ["fuse", "A", "B", "-o", "out.png", "--window-radius", "0"],
            "window_radius is 0; it must be from 1",
        ),
        (["fuse", "A", "B", "-o", "out.png", "--window-radius", "wide"], "invalid int value"),
        (["fuse", "A", "B", "-o", "out.png", "--smallest-area", "nan"], "smallest_area is nan"),
        (["fuse", "A", "B", "-o", "out.png", "--method", "best"], "invalid choice: 'best'"),
        (
            ["fuse", "A", "B", "-o", "out.png", "--method", "spatial-frequency", "--attention", "sse"],
            "the method spatial-frequency has no --attention",
        ),
        (
            ["fuse", "A", "B", "-o", "out.png", "--method", "sesf", "--preset", "published"],
            "leave --method out",
        ),
        (["fuse", "A", "B", "-o", "out.png", "--decision-map", "out.png"], "cannot be the same file"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: list[str], sentence: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    named = {"A": str(pair[0]), "B": str(pair[1]), "out.png": str(tmp_path / "out.png")}
    done = run(*[named.get(argument, argument) for argument in arguments])
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out.png").exists()


def test_files_that_cannot_be_fused_are_one_line_and_exit_code_1(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    bad = bad_files(tmp_path)
    save_photo(Photo(texture(20, 20)), tmp_path / "other_size.png")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    for name in ["truncated.jpg", "text.png", "missing.jpg", "folder.jpg", "other_size.png"]:
        done = run("fuse", pair[0], tmp_path / name, "-o", tmp_path / "out.png")
        assert done.returncode == 1
        assert name in done.stderr
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr
    assert bad
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_sources_of_different_size_are_refused_with_both_sizes(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    save_photo(Photo(texture(20, 30)), tmp_path / "small.png")
    done = run("fuse", pair[0], tmp_path / "small.png", "-o", tmp_path / "out.png")
    assert "128 × 96" in done.stderr
    assert "30 × 20" in done.stderr


@pytest.mark.parametrize("target", ["missing/out.png", "out.gif", "out", "source"])
def test_a_target_that_cannot_be_written_is_said_before_the_work(
    target: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    before = pair[0].read_bytes()
    path = pair[0] if target == "source" else tmp_path / target
    done = run("fuse", *pair, "-o", path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert pair[0].read_bytes() == before
    assert sorted(tmp_path.iterdir()) == sorted(pair)


def test_debug_shows_the_traceback(pair: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("fuse", pair[0], tmp_path / "missing.png", "-o", tmp_path / "o.png", "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


INTERRUPTED_WHILE_READING = """
import os, signal, sys
import fusion.cli, fusion.frames.sources as frames

read = frames.load_photo

def interrupt(*given):
    os.kill(os.getpid(), signal.SIGINT)
    return read(*given)

frames.load_photo = interrupt
sys.exit(fusion.cli.main(sys.argv[1:]))
"""


def test_interrupting_exits_with_130_and_writes_nothing(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    command = ["fuse", *map(str, pair), "-o", str(tmp_path / "o.png")]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_READING, *command],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=60,
    )
    assert done.returncode == 130
    assert done.stderr == "cancelled; nothing was written\n"
    assert sorted(tmp_path.iterdir()) == sorted(pair)


def test_help_and_methods_read_well() -> None:
    for arguments in (["--help"], ["fuse", "--help"], ["methods", "--help"], ["methods"]):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Traceback" not in done.stdout
    assert "--attention" in done.stdout
    assert "sesf-published" in done.stdout


def test_no_progress_bar_goes_into_a_pipe(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("fuse", *pair, "-o", tmp_path / "o.png").stderr == ""


def test_a_terminal_gets_a_progress_bar(pair: tuple[Path, Path], tmp_path: Path) -> None:
    termios = pytest.importorskip("termios", reason="no terminals on this system")
    try:
        here, there = os.openpty()
    except OSError:
        pytest.skip("this system lends no pseudo-terminals")
    termios.tcsetwinsize(there, (24, 100))
    with subprocess.Popen(
        [sys.executable, "-m", "fusion", "fuse", *map(str, pair), "-o", str(tmp_path / "o.png")],
        cwd=ROOT, stderr=there, stdout=subprocess.DEVNULL,
    ) as process:
        os.close(there)
        shown = b""
        with contextlib.suppress(OSError):  # the end of a pseudo-terminal is an error
            while chunk := os.read(here, 4096):
                shown += chunk
        os.close(here)
    assert process.returncode == 0
    assert "Measuring sharpness" in shown.decode(errors="replace")


def loaded_modules(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print(*sys.modules)"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )
    return set(done.stdout.split())


def test_help_needs_neither_torch_nor_qt() -> None:
    modules = loaded_modules("import fusion.cli; fusion.cli.main(['--help'])")
    assert not modules & {"torch", "PyQt5", "numpy", "cv2", "scipy", "matplotlib"}
    modules = loaded_modules("import fusion.cli; fusion.cli.main(['fuse', '--help'])")
    assert "numpy" in modules
    assert not modules & {"torch", "openvino", "PyQt5", "scipy", "matplotlib"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "usage: python -m fusion " + command in capsys.readouterr().out


def test_timings_say_where_the_time_of_the_process_went(
    pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "o.jpg"
    command = ["fuse", str(pair[0]), str(pair[1]), "-o", str(output), "--method", "spatial-frequency"]
    assert main(command) == 0
    assert "reading" not in capsys.readouterr().err
    assert main([*command, "--timings"]) == 0
    printed = capsys.readouterr()
    assert str(output) in printed.out
    stages = [line[:20].strip() for line in printed.err.splitlines()]
    wanted = ["reading", "measuring sharpness", "blending", "encoding", "writing", "all"]
    assert [stage for stage in stages if stage in wanted] == wanted


def test_the_table_of_timings_adds_up() -> None:
    table = timings_table.report(0.5, {"reading": 1.0, "blending": 2.0}, 4.0)
    seconds = {line[:20].strip(): float(line.split(" s ")[0].split()[-1])
               for line in table.splitlines() if " s " in line}  # fmt: skip
    assert seconds == {
        "Python and imports": 0.5, "reading": 1.0, "blending": 2.0, "everything else": 0.5, "all": 4.0
    }  # fmt: skip
    assert "all" in timings_table.report(None, {"reading": 1.0}, None)


def test_fusing_on_the_command_line_never_loads_qt(pair: tuple[Path, Path], tmp_path: Path) -> None:
    command = ["fuse", str(pair[0]), str(pair[1]), "-o", str(tmp_path / "o.png")]
    modules = loaded_modules(f"import fusion.cli; fusion.cli.main({command!r})")
    assert not any(name.startswith("PyQt5") for name in modules)
