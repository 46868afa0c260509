"""What a method says before long work is printed at once, with a bar and without."""

import pytest

from fusion.cli.bar import Bar, progress_bar
from fusion.contracts import Context
from fusion.notes import Note
from fusion.progress import Repeating

LONG = Note("takes-long", "This takes {minutes} min.", minutes=7)


def test_a_note_is_printed_as_soon_as_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        Context("cpu", Repeating(progress)).tell(LONG)
        assert capsys.readouterr().err == "note: This takes 7 min.\n"
        progress("Blending", 1, 2)
    assert capsys.readouterr().err == ""


def test_a_bar_makes_room_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    class Drawn:
        n, text, cleared = 0.0, "", False

        def set_description_str(self, text: str, refresh: bool) -> None:
            self.text = "" if refresh else text

        def refresh(self) -> None:
            self.cleared = False

        def clear(self) -> None:
            self.cleared = True

    drawn = Drawn()
    bar = Bar(drawn)
    bar("Blending", 1, 4)
    assert (drawn.text, drawn.n) == ("Blending", 0.25)
    bar.tell(LONG)
    assert drawn.cleared
    assert "7 min" in capsys.readouterr().err


def test_a_progress_function_that_takes_no_notes_hears_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    heard: list[str] = []

    def progress(stage: str, _done: int, _total: int) -> None:
        heard.append(stage)

    for report in (Repeating(progress), progress):
        Context("cpu", report).tell(LONG)
    assert heard == []
    assert capsys.readouterr() == ("", "")
