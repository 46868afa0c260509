"""Undo and redo: any number of changes, a bound on their memory, and none is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.document.history import History, Reversal


@dataclass
class Added:
    """A number added to a list; it holds memory until it forgets."""

    values: list[int]
    value: int
    nbytes: int = 100
    forgot: int = field(default=0)
    name: str = "Add"

    def undo(self) -> None:
        self.values.pop()

    def redo(self) -> None:
        self.values.append(self.value)

    def forget(self) -> None:
        self.nbytes = 0
        self.forgot += 1


def filled(count: int, limit: int) -> tuple[History, list[int], list[Added]]:
    """A history of so many changes."""
    history, values, changes = History(limit), list[int](), []
    for number in range(count):
        values.append(number)
        changes.append(Added(values, number))
        history.enter(changes[-1])
    return history, values, changes


def test_every_change_comes_back_within_the_memory() -> None:
    history, values, changes = filled(1000, limit=1000)
    assert history.nbytes <= 1000
    assert [change.forgot for change in changes[:3]] == [1, 1, 1]
    assert changes[-1].forgot == 0, "the latest are at hand"
    for _ in range(1000):
        history.undo()
    assert values == []
    history.undo()
    for _ in range(1000):
        history.redo()
    history.redo()
    assert values == list(range(1000))


def test_a_new_change_ends_what_was_undone() -> None:
    history, values, _changes = filled(3, limit=1000)
    history.undo()
    assert (history.undo_name, history.redo_name) == ("Add", "Add")
    values.append(9)
    history.enter(Added(values, 9, name="Other"))
    assert (history.undo_name, history.redo_name) == ("Other", "")
    history.redo()
    assert values == [0, 1, 9]


def test_strokes_parameters_and_lists_share_one_history() -> None:
    told: list[int] = []
    state = {"radius": 5}
    history = History(changed=lambda: told.append(1))

    def choose(value: int) -> None:
        before = state["radius"]
        state["radius"] = value
        history.enter(
            Reversal(
                "Radius", lambda: state.update(radius=before), lambda: state.update(radius=value)
            )
        )

    choose(6)
    choose(7)
    history.undo()
    assert state["radius"] == 6
    history.undo()
    assert state["radius"] == 5
    history.redo()
    assert state["radius"] == 6
    assert len(told) == 5
    history.clear()
    assert history.undo_name == history.redo_name == ""
