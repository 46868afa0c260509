"""Compiled graphs are bounded in number, and made once however many ask."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.running.kept_graphs import KeptGraphs
from models.running.threads import at_most_threads, thread_count


def test_the_graph_that_was_asked_for_longest_ago_goes() -> None:
    made: list[int] = []

    def compile_key(key: int) -> int:
        made.append(key)
        return key

    kept = KeptGraphs(compile_key, most=2)
    for key in (1, 2, 1, 3, 1, 2):
        assert kept.get(key) == key
        assert len(kept) <= 2
    assert made == [1, 2, 3, 2]


def test_what_is_expected_is_made_once_beside_other_work() -> None:
    go, made = threading.Event(), []

    def compile_key(key: str) -> str:
        go.wait(30)
        made.append(key)
        return key

    kept = KeptGraphs(compile_key, most=2)
    kept.expect("a")
    kept.expect("a")
    assert "a" in kept
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(kept.get, "a") for _ in range(3)]
        go.set()
        assert [one.result(30) for one in asked] == ["a"] * 3
    assert made == ["a"]


def test_a_failure_is_told_and_tried_again() -> None:
    fails = [True, False]

    def compile_key(key: str) -> str:
        if fails.pop(0):
            raise RuntimeError("no memory")
        return key

    kept = KeptGraphs(compile_key, most=2)
    with pytest.raises(RuntimeError, match="no memory"):
        kept.get("a")
    assert kept.get("a") == "a"


def test_what_one_thread_computes_with_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARFOCAL_THREADS", "4")
    made: list[int] = []

    def compile_key(_key: str) -> int:
        made.append(thread_count())
        return made[-1]

    kept = KeptGraphs(compile_key, most=2)
    with at_most_threads(1):
        kept.expect("a")
        assert kept.get("a") == 1
    assert "a" not in kept
    assert kept.get("a") == 4
    with at_most_threads(1):
        assert kept.get("a") == 1
    assert made == [1, 4]
