"""What stands side by side: up to four of result, maps and sources, as the user chose them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ui.document.fused import Fused
from ui.document.results import KeptResult
from ui.document.session import Session, Source
from ui.i18n import tr
from ui.qt import QMenu, QWidget

MOST_PANES, MOST_IN_A_MENU = 4, 20
RESULT, DECISION, CONFIDENCE, ERROR = "result", "decision", "confidence", "error"
MADE = (RESULT, DECISION, CONFIDENCE)


@dataclass(frozen=True, eq=False)
class Pane:
    """One of the pictures side by side: a source, or by its name what was made of the sources; ``of``
    one of the results, or of the one that is shown."""

    source: Source | None = None
    made: str = ""
    of: KeptResult | None = None

    def exists(self, session: Session) -> bool:
        """Whether there is such a picture now."""
        if self.source is not None:
            return self.source in sources_of(session)
        if self.of is not None:
            if self.made == ERROR and session.results.reference is None:
                return False
            return self.of in session.results and self.made in (*made_of(self.of.fused), ERROR)
        return self.made in made_in(session)


def made_in(session: Session) -> tuple[str, ...]:
    """Which of result and maps there are."""
    return made_of(session.shown)


def made_of(fused: Fused | None) -> tuple[str, ...]:
    """Which of result and maps there are of a result."""
    if fused is None:
        return ()
    return MADE if fused.result.decision is not None else (RESULT,)


def sources_of(session: Session) -> tuple[Source, ...]:
    """The sources that can be compared: those of the result, or before there is one of the list."""
    fused = session.shown
    return session.sources if fused is None else fused.sources


def default_panes(session: Session, slot: int) -> list[Pane]:
    """Two frames, the result and its decision; before there is a result the first four sources."""
    fused = session.shown
    if fused is None:
        return [Pane(source) for source in session.sources[:MOST_PANES]]
    numbers = fused.numbers
    after = next((n for n, number in enumerate(numbers) if number >= slot), len(numbers))
    first = min(after, max(len(numbers) - 2, 0))
    frames = [Pane(fused.sources[number]) for number in numbers[first : first + 2]]
    return [*frames, *(Pane(made=made) for made in made_in(session)[:2])]


def panes_of(session: Session, chosen: tuple[Pane, ...], slot: int) -> list[Pane]:
    """Those that were chosen, as far as they are there still; else the usual ones."""
    there = [pane for pane in chosen if pane.exists(session)]
    return there if len(there) > 1 else default_panes(session, slot)


def chosen_sources(session: Session, sources: list[Source]) -> tuple[Pane, ...]:
    """The selected sources side by side, and the result and its decision where there is room."""
    there = [Pane(source) for source in sources if source in sources_of(session)][:MOST_PANES]
    made = [Pane(made=made) for made in made_in(session)[:2]]
    return (*there, *made[: MOST_PANES - len(there)])


def make_menu(parent: QWidget, session: Session, take: Callable[[Pane], None]) -> QMenu:
    """A menu of all that one canvas can show."""
    menu = QMenu(parent)
    fill_menu(menu, session, take)
    return menu


def fill_menu(menu: QMenu, session: Session, take: Callable[[Pane], None]) -> None:
    """Put all that one canvas can show into a menu."""
    names = {RESULT: tr("Result"), DECISION: tr("Decision map"), CONFIDENCE: tr("Confidence")}
    for made in made_in(session):
        add(menu, names[made], partial(take, Pane(made=made)))
    others = [kept for kept in session.results if kept is not session.results.shown]
    for kept in others:
        add(menu, kept.name.replace("&", "&&"), partial(take, Pane(made=RESULT, of=kept)))
    if menu.actions():
        menu.addSeparator()
    sources = sources_of(session)
    for begin in range(0, len(sources), MOST_IN_A_MENU):
        block, below = sources[begin : begin + MOST_IN_A_MENU], menu
        if len(sources) > MOST_IN_A_MENU:
            added = menu.addMenu(f"{begin + 1} - {begin + len(block)}")
            assert added is not None
            below = added
        for number, source in enumerate(block, begin + 1):
            add(below, f"{number}   {source.name}".replace("&", "&&"), partial(take, Pane(source)))


def add(menu: QMenu, text: str, act: Callable[[], None]) -> None:
    """An entry that does something."""
    action = menu.addAction(text)
    assert action is not None
    action.triggered.connect(lambda _checked: act())
