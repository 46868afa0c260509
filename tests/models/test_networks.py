"""A network is a folder: the command line finds it, its settings and their help."""

import subprocess
import sys
from pathlib import Path

import pytest

import models
from models.cli import main
from models.networks import find_network, networks

ROOT = Path(__file__).resolve().parent.parent.parent
THIRD = '''
from dataclasses import dataclass

from models.networks import Network
from models.training.settings import TrainingSettings, option


@dataclass(frozen=True)
class ThirdSettings(TrainingSettings):
    depth: str = option("low", "how deep it goes", ("low", "high"), old_names=("deepness",))


class ThirdTraining:
    def __init__(self, folders, settings, options):
        raise ValueError(f"depth {settings.depth}")


NETWORK = Network("third", "Train the third.", ThirdSettings, lambda: ThirdTraining)
'''


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "third"
    folder.mkdir()
    (folder / "__init__.py").write_text(THIRD)
    monkeypatch.setattr(models, "__path__", [*models.__path__, str(tmp_path)])
    monkeypatch.delitem(sys.modules, "models.third", raising=False)


@pytest.mark.usefixtures("third")
def test_a_further_network_is_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert {"learned-decision", "sesf", "third"} <= set(networks())
    with pytest.raises(SystemExit):
        main(["train", "--method", "third", "--help"])
    shown = capsys.readouterr().out
    assert "Train the third." in shown
    assert "how deep it goes" in shown
    assert "deepness" not in shown


@pytest.mark.usefixtures("third")
def test_an_option_is_taken_by_the_name_that_it_had(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--method", "third", "x", "-o", "y", "--deepness", "high"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "note: --deepness is now --depth",
        "error: depth high",
    ]


@pytest.mark.usefixtures("third")
def test_a_value_that_is_no_choice_is_refused() -> None:
    with pytest.raises(ValueError, match="depth is one of low, high, not middle"):
        find_network("third").settings(depth="middle")  # type: ignore[call-arg]
    with pytest.raises(SystemExit):
        main(["train", "--method", "third", "x", "-o", "y", "--depth", "middle"])


def test_an_unknown_network_is_refused_with_the_known_names() -> None:
    with pytest.raises(ValueError, match="learned-decision, "):
        find_network("fifth")


@pytest.mark.parametrize("method", ["sesf", "learned-decision", "fusiongan", "ufgan"])
def test_help_is_shown_without_importing_torch(method: str) -> None:
    code = (
        "import sys; from models.cli import main\n"
        "try:\n"
        f"    main(['train', '--method', {method!r}, '--help'])\n"
        "except SystemExit: pass\n"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"
    assert "--last-rate" in done.stdout
