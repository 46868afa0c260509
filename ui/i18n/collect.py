"""Every text that a user may see, gathered from the source.

Whole packages are walked through, so that what a new folder says is found without being named here.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from fusion import methods
from fusion.contracts import CHECKS
from fusion.metrics import METRICS
from fusion.settings import Parameters, RegistrationParameters

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("fusion", "models", "ui")
MESSAGES = ("FusionError", "Note", "WeightsError", "WrongUsageError")
PROGRESS = ("progress", "report")
"""What the functions are called that take a stage of progress."""


def window_texts() -> list[str]:
    """The arguments of ``tr`` under ``ui/``."""
    return unique(text for call in calls(("ui",), ("tr",)) for text in literals(call, 1))


def fusion_texts() -> list[str]:
    """What methods, registration and metrics say of themselves, and the stages of progress."""
    registration = parameter_texts(RegistrationParameters)
    return unique([*method_texts(), *CHECKS, *registration, *metric_texts(), *stage_texts()])


def message_texts() -> dict[str, str]:
    """The English template of every error and note by its code."""
    found = (literals(call, 2) for call in calls(PACKAGES, MESSAGES))
    return dict(texts for texts in found if len(texts) == 2)


def method_texts() -> Iterator[str]:
    """What methods say of themselves; labels, explanations and choices of their parameters."""
    for method in methods().values():
        yield from (method.title, method.description, method.weakness, method.checked)
        yield from parameter_texts(method.parameters)


def parameter_texts(parameters: type[Parameters]) -> Iterator[str]:
    """Labels, explanations, units and choices of parameters."""
    for field in dataclasses.fields(parameters):
        declared = field.metadata
        yield from (declared.get(key, "") for key in ("label", "help", "unit"))
        yield from declared.get("choices") or ()


def metric_texts() -> Iterator[str]:
    """What the table of metrics says of each: title, range, and what it cannot see."""
    for metric in METRICS.values():
        yield from (metric.title, metric.range, metric.blind_to)


def stage_texts() -> Iterator[str]:
    """The first argument of ``progress(…)``."""
    for call in calls(PACKAGES, PROGRESS):
        yield from (text for text in literals(call, 1) if text[:1].isupper())


def calls(packages: Iterable[str], names: tuple[str, ...]) -> Iterator[ast.Call]:
    """Calls of functions with one of these names."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and called_name(node) in names:
                    yield node


def called_name(call: ast.Call) -> str:
    """The last part of what is called."""
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def literals(call: ast.Call, count: int) -> list[str]:
    """Those of the call's first arguments that are texts."""
    return [
        argument.value
        for argument in call.args[:count]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def unique(texts: Iterable[str]) -> list[str]:
    """Without empty ones and doubles, in order."""
    return [text for text in dict.fromkeys(texts) if text]
