"""Every metric says what goes in and out, where it comes from and what it cannot see; examples run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from types import ModuleType

import pytest

import fusion.metrics
from fusion.metrics import METRICS, score, to_grey

SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")


def modules() -> list[ModuleType]:
    """The package and all its modules."""
    package = fusion.metrics
    inner = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [package, *(importlib.import_module(found.name) for found in inner)]


def sections_of(function: object) -> dict[str, str]:
    """The text of each numpydoc section by its heading."""
    text = inspect.getdoc(function) or ""
    split = re.split(r"^(\w+)\n-{3,}\n", text, flags=re.MULTILINE)
    return dict(zip(split[1::2], split[2::2], strict=True))


@pytest.mark.parametrize("key", METRICS)
def test_a_metric_has_each_section(key: str) -> None:
    function = METRICS[key].function
    sections = sections_of(function)
    assert list(sections) == list(SECTIONS)
    assert all(text.strip() for text in sections.values())
    documented = re.findall(r"^(\w.*)$", sections["Parameters"], re.MULTILINE)
    assert ", ".join(documented).split(", ") == list(inspect.signature(function).parameters)
    assert "(H, W)" in sections["Parameters"]
    assert "Known weakness: " in sections["Notes"]
    assert re.search(r"DOI 10\.|no DOI", sections["References"])
    assert f">>> from {function.__module__} import {function.__name__}\n" in sections["Examples"]


@pytest.mark.parametrize("function", [score, to_grey], ids=lambda function: function.__name__)
def test_the_public_functions_are_documented(function: object) -> None:
    assert {"Parameters", "Returns", "Raises", "Examples"} <= sections_of(function).keys()


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_examples_run(module: ModuleType) -> None:
    runner = doctest.DocTestRunner()
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, module.__name__):
        runner.run(test)
    assert runner.failures == 0
