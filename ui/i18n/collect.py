"""Every text that a user may see, gathered from the source: the window's and the engine's."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from fusion import methods
from fusion.metrics import METRICS

ROOT = Path(__file__).resolve().parents[2]
ENGINE_ERRORS = ("FusionError", "WeightsError")
WINDOW_JOBS = tuple(
    ROOT / "ui" / name for name in ("work.py", "prepared.py", "measuring.py", "measured_files.py")
)
"""Where the window has jobs of its own, whose stages and errors are told like the engine's."""
ENGINE_REPORTS = ("progress", "report")
ENGINE_FOLDERS = (
    "fusion/files", "fusion/focus", "fusion/methods", "fusion/metrics", "fusion/on_device", "models",
)  # fmt: skip
ENGINE_FILES = (
    "fusion/device.py", "fusion/frames.py", "fusion/photo.py", "fusion/pipeline.py", "fusion/record.py",
    "fusion/settings.py",
)  # fmt: skip
NOTES_IN = ("files", "frames.py", "on_device")
"""Where a list that texts are appended to is one of notes for the user."""


def window_texts() -> list[str]:
    """The arguments of ``tr`` under ``ui/``."""
    return unique(
        text
        for path in sorted((ROOT / "ui").rglob("*.py"))
        for call in calls(path, ("tr",))
        for text in literal(call)
    )


def engine_texts() -> list[str]:
    """What methods say of themselves, the stages of progress, and the messages of errors."""
    return unique([*method_texts(), *metric_texts(), *stage_texts(), *message_texts()])


def method_texts() -> Iterator[str]:
    """Titles and descriptions of methods; labels, explanations and choices of their parameters."""
    for method in methods().values():
        yield from (method.title, method.description)
        for field in dataclasses.fields(method.parameters):
            declared = field.metadata
            yield from (declared.get(key, "") for key in ("label", "help", "unit"))
            yield from declared.get("choices") or ()


def metric_texts() -> Iterator[str]:
    """What the table of metrics says of each: title, range, and what it cannot see."""
    for metric in METRICS.values():
        yield from (metric.title, metric.range, metric.blind_to)


def stage_texts() -> Iterator[str]:
    """The first argument of ``progress(…)`` in the engine and in the window's own jobs."""
    for path in [*engine_sources(), *WINDOW_JOBS]:
        for call in calls(path, ENGINE_REPORTS):
            yield from (text for text in literal(call) if text[:1].isupper())


def message_texts() -> Iterator[str]:
    """Errors and notes; values in them become ``{0}``, ``{1}`` …"""
    for path in [*engine_sources(), *WINDOW_JOBS]:
        for call in calls(path, (*ENGINE_ERRORS, "append")):
            if called_name(call) != "append" or {path.parent.name, path.name} & set(NOTES_IN):
                yield from (text for text in literal(call) if " " in text)


def engine_sources() -> list[Path]:
    """The engine's files whose messages can reach the window."""
    files = [path for folder in ENGINE_FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
    files += [ROOT / name for name in ENGINE_FILES]
    return [path for path in files if path.is_file() and path.name not in ("train.py", "__main__.py")]


def calls(path: Path, names: tuple[str, ...]) -> Iterator[ast.Call]:
    """Calls of functions with one of these names, in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and called_name(node) in names:
            yield node


def called_name(call: ast.Call) -> str:
    """The last part of what is called."""
    function = call.func
    return getattr(function, "id", getattr(function, "attr", ""))


def literal(call: ast.Call) -> list[str]:
    """The call's first argument as a text, where it is one."""
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return [first.value]
    if isinstance(first, ast.JoinedStr):
        parts, number = [], 0
        for piece in first.values:
            if isinstance(piece, ast.Constant):
                parts.append(str(piece.value))
            else:
                parts.append("{%d}" % number)  # noqa: UP031 - braces in an f-string read worse
                number += 1
        return ["".join(parts)]
    return []


def unique(texts: Iterator[str] | list[str]) -> list[str]:
    """Without empty ones and doubles, in order."""
    return [text for text in dict.fromkeys(texts) if text]
