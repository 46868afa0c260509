"""OpenVINO counts as available only where it is installed and starts."""

import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from models.running import openvino_compiler


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    for forget in (True, False):
        openvino_compiler.is_available.cache_clear()
        openvino_compiler.core.cache_clear()
        if forget:
            yield


def test_it_is_available_here() -> None:
    assert openvino_compiler.is_available()


def test_where_it_is_not_installed_it_is_not_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert not openvino_compiler.is_available()


def test_one_that_does_not_start_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("no plugin")

    broken_module = ModuleType("openvino")
    broken_module.Core = broken  # type: ignore[attr-defined]
    broken_module.__spec__ = sys.__spec__
    monkeypatch.setitem(sys.modules, "openvino", broken_module)
    assert not openvino_compiler.is_available()
