"""The command that trains: where it does not write."""

from pathlib import Path

import cv2
import pytest

from models.cli import main
from models.networks import networks
from tests.made import texture


@pytest.mark.parametrize("name", ["", " "])
def test_a_folder_without_a_name_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["train", str(tmp_path), "-o", name])
    assert stopped.value.code == 2
    assert "the name of the folder is empty" in capsys.readouterr().err


def test_a_file_is_no_folder_for_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(b"mine")
    with pytest.raises(SystemExit):
        main(["train", str(tmp_path), "-o", str(file)])
    assert "is a file; name a folder" in capsys.readouterr().err
    assert file.read_bytes() == b"mine"


def test_nothing_is_written_among_the_photographs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    for output in ("link", "run", "link/runs/first"):
        assert main(["train", str(tmp_path), "-o", str(tmp_path / output)]) == 1
        assert "whose pictures are read; choose another --output" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["link"]


def test_pairs_are_not_written_below_what_they_are_made_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photographs, masks = tmp_path / "photographs", tmp_path / "masks"
    photographs.mkdir()
    masks.mkdir()
    assert main(["pairs", str(photographs), str(masks), "-o", str(masks / "pairs")]) == 1
    assert "choose another --output" in capsys.readouterr().err
    assert not list(masks.iterdir())


def test_a_graphics_card_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    for name in ("1.png", "2.png"):
        cv2.imwrite(str(tmp_path / name), texture(40, 40))
    run = tmp_path.with_name("run of cuda")
    assert main(["train", str(tmp_path), "-o", str(run), "--device", "cuda"]) == 1
    assert "finds no graphics card" in capsys.readouterr().err
    assert not run.exists()


def photographs(folder: Path) -> Path:
    folder.mkdir()
    for name in ("1.png", "2.png"):
        cv2.imwrite(str(folder / name), texture(40, 40))
    return folder


def test_a_folder_that_cannot_be_made_is_told_before_the_first_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.loop.run_steps", lambda *_: pytest.fail("it trained"))
    pictures, output = photographs(tmp_path / "pictures"), tmp_path / "file" / "out"
    output.parent.write_bytes(b"mine")
    for command in (["train"], ["pairs", str(pictures)]):
        assert main([*command, str(pictures), "-o", str(output)]) == 1
        assert f"error: {output} cannot be read or written (Not a directory)" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_told_before_the_first_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.loop.run_steps", lambda *_: pytest.fail("it trained"))
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    assert main(["train", str(photographs(tmp_path / "pictures")), "-o", str(tmp_path / "out")]) == 1
    assert "out cannot be read or written (Permission denied)" in capsys.readouterr().err


@pytest.mark.parametrize("threads", ["-1", "100000", "two"])
def test_threads_that_cannot_be_are_wrong_usage(
    threads: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["train", str(tmp_path), "-o", str(tmp_path / "out"), "--threads", threads])
    assert stopped.value.code == 2
    assert f"{threads} is no number of threads from 0 to 512" in capsys.readouterr().err


def test_an_unknown_method_is_told_of_the_command_that_was_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["train", "pictures", "-o", "out", "--method", "none"])
    assert "usage: python -m models" in capsys.readouterr().err


@pytest.mark.parametrize("method", sorted(networks()))
def test_a_crop_that_no_memory_holds_is_refused(
    method: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pictures are repeated up to the size of a crop: the system ended a training with 100,000."""
    assert main(["train", "pictures", "-o", "out", "--method", method, "--crop", "100000"]) == 1
    assert "crop is 2048 pixels at most" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("method", "option", "value", "allowed"),
    [
        ("fusiondiff", "largest-blur", "-1.0", "from 1 to 100"),  # this and the next two were tracebacks
        ("mff-gan", "largest-blur", "1000000.0", "from 1 to 100"),
        ("mff-gan", "discriminator-width", "0", "1 at least"),
        ("superfusion", "ripple", "-1.0", "0 at least"),
        ("superfusion", "made-up", "2.0", "from 0 to 1"),
        ("learned-decision", "stack-share", "nan", "from 0 to 1"),
        ("ufgan", "discriminator-steps", "0", "1 at least"),
        ("densefuse", "gain", "inf", "1 at least"),
    ],
)
def test_numbers_that_mean_nothing_are_told_with_what_is_allowed(
    method: str, option: str, value: str, allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = [f"--{option}", value]
    assert main(["train", "pictures", "-o", "out", "--method", method, *named]) == 1
    assert f"error: {option} is {allowed}, not {value}" in capsys.readouterr().err
