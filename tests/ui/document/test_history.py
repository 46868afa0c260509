"""Undo and redo: any number of changes, a bound on their memory, and none is lost."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.document.history import Change, History


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

    def joined(self, later: Change) -> Change | None:
        assert isinstance(later, Added)
        return None if later.value == -1 else Added(self.values, later.value, name=later.name)

    def is_of(self, thing: object) -> bool:
        return thing == self.value


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


def test_changes_of_one_thing_that_come_soon_are_one() -> None:
    now = [0.0]
    history, values = History(clock=lambda: now[0]), list[int]()
    for seconds, value, of in ((0, 1, "a"), (0.5, 2, "a"), (1.4, 3, "a"), (3, 4, "a"), (3, 5, "b")):
        now[0] = seconds
        history.enter(Added(values, value, name=str(value)), of)
    names = []
    while history.undo_name:
        names.append(history.undo_name)
        values.append(0)
        history.undo()
    assert names == ["5", "4", "3"]
    history.redo()
    history.enter(Added(values, 6, name="6"), "a")
    assert history.undo_name == "6", "after undoing a change is a step of its own"
    history.enter(Added(values, -1), "a")
    assert history.undo_name == "3", "what comes back to where it began is no change"


def test_changes_of_what_is_gone_are_dropped() -> None:
    history, values, _changes = filled(4, limit=1000)
    history.undo()
    history.drop(1)
    history.drop(3)
    assert history.redo_name == ""
    history.undo()
    history.undo()
    assert (history.undo_name, values) == ("", [0])
    history.clear()
    assert history.undo_name == history.redo_name == ""
