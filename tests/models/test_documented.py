"""Every example in the documentation of models/ runs and gives what it says."""

import doctest
import importlib
import pkgutil

import pytest

import models

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(models.__path__, "models.")
    if not module.ispkg and not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_say(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", "2")  # what an example changes is put back
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_what_others_call_has_an_example() -> None:
    """The parts of models/ by which a program finds, cuts and measures."""
    for name in ("tiling", "strip_packing", "threads", "torch_memory", "torch_precision"):
        module = importlib.import_module(f"models.running.{name}")
        assert any(test.examples for test in doctest.DocTestFinder().find(module)), name
