"""The command that trains: where it does not write."""

from pathlib import Path

import pytest

from models.cli import main


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
    assert main(["train", str(tmp_path), "-o", str(tmp_path / "link")]) == 1
    assert "holds the photographs" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["link"]
