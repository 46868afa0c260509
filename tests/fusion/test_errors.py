"""Errors and notes: one code, one template; they can be copied and sent to other processes."""

from __future__ import annotations

import ast
import copy
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from fusion.errors import FusionError, WrongUsageError
from fusion.notes import Note

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ("FusionError", "WrongUsageError", "WeightsError", "Note")


def messages() -> Iterator[tuple[str, ast.Call]]:
    """Where each error and note is made, and the call."""
    for folder in ("fusion", "models", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and called_name(node) in MESSAGES:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def called_name(call: ast.Call) -> str:
    """The last part of what is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def literals(call: ast.Call) -> tuple[str, str]:
    """Code and template."""
    code, text = (argument.value for argument in call.args if isinstance(argument, ast.Constant))
    assert isinstance(code, str)
    assert isinstance(text, str)
    return code, text


def test_every_message_has_a_literal_code_and_template_and_all_its_fields() -> None:
    found = list(messages())
    assert len(found) > 100
    for place, call in found:
        assert len(call.args) == 2, place
        code, text = literals(call)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code), place
        wanted = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        assert {keyword.arg for keyword in call.keywords} == wanted, place


def test_a_code_stands_for_one_sentence() -> None:
    texts: dict[str, str] = {}
    codes: dict[str, str] = {}
    for place, call in messages():
        code, text = literals(call)
        assert texts.setdefault(code, text) == text, place
        assert codes.setdefault(text, code) == code, place


def test_no_exception_is_made_without_a_code() -> None:
    with pytest.raises(TypeError):
        FusionError("a whole sentence")  # type: ignore[call-arg]
    with pytest.raises(KeyError):
        FusionError("no-file", "there is no file {path}")
    with pytest.raises(KeyError):
        Note("no-file", "there is no file {path}")


@pytest.mark.parametrize("kind", [FusionError, WrongUsageError])
def test_errors_can_be_copied_and_pickled(kind: type[FusionError]) -> None:
    error = kind("no-file", "there is no file {path!r} {{}}", path="a.tif")
    for twin in (error, pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert str(twin) == "there is no file 'a.tif' {}"
        assert (twin.code, twin.text, twin.fields) == (error.code, error.text, {"path": "a.tif"})


def test_an_error_becomes_one_of_another_kind() -> None:
    error = FusionError("no-file", "there is no file {path}", path="a.tif")
    wrong = WrongUsageError.of(error)
    assert type(wrong) is WrongUsageError
    assert (wrong.code, wrong.fields, str(wrong)) == (error.code, error.fields, str(error))


def test_notes_are_values() -> None:
    inner = Note("cut-bits", "Its {bits} bits were cut.", bits=[32])
    note = Note("of-one-file", "{name}: {note}", name="a.tif", note=inner)
    assert str(note) == "a.tif: Its [32] bits were cut."
    assert pickle.loads(pickle.dumps(note)) == note == copy.deepcopy(note)
    assert len({note, copy.deepcopy(note)}) == 1
    assert note != Note("of-one-file", "{name}: {note}", name="b.tif", note=inner)
    with pytest.raises(AttributeError):
        note.code = "another"  # type: ignore[misc]
