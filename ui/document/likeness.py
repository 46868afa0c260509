"""Whether sources can be fused or registered, and if not, why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fusion.settings import ROLES
from ui.document.source import Source
from ui.i18n import tr

FEWEST = 2

def why_not_fused(slots: Sequence[Source | None], purpose: str, most: int | None) -> str:
    """Why the sources in the slots cannot be fused, in a sentence; empty where they can.

    ``most`` is how many the method and the kind of fusion take; None for any number.
    """
    sources = [source for source in slots if source is not None]
    if len(sources) < FEWEST:
        missing = list(slots).index(None)
        if not ROLES[purpose]:
            return tr("Add a picture to slot {number} to fuse.", number=missing + 1)
        if missing == 0:
            return tr("Add the infrared picture to fuse.")
        return tr("Add the visible picture to fuse.")
    if most is not None and len(sources) > most:
        if ROLES[purpose]:
            return tr("This takes one infrared and one visible picture; remove the others.")
        return tr(
            "This method takes {most} sources at most; remove some, or choose another method.",
            most=most,
        )
    return why_unlike(sources, mixes=bool(ROLES[purpose]))


def why_not_aligned(slots: Sequence[Source | None], purpose: str) -> str:
    """Why the sources in the slots cannot be registered, in a sentence; empty where they can."""
    sources = [source for source in slots if source is not None]
    if ROLES[purpose]:
        return tr("Infrared and visible are aligned only when they are fused, where the options say so.")
    if len(sources) < FEWEST:
        missing = list(slots).index(None) + 1
        return tr("Add a picture to slot {number} to align.", number=missing)
    return why_unlike(sources)


def why_unlike(sources: Sequence[Source], mixes: bool = False) -> str:
    """Why the first source and another cannot be fused, in a sentence; empty where nothing is known
    against it. What is not known of a file yet, fusing will say.

    With ``mixes`` floating-point and whole numbers go together.
    """
    first, facts = sources[0], sources[0].facts
    for source in sources[1:]:
        own = source.facts
        sizes = (own.width, own.height), (facts.width, facts.height)
        if None not in (*sizes[0], *sizes[1]) and sizes[0] != sizes[1]:
            return tr(
                "{name} has {width} × {height} pixels and {first} has "
                "{first_width} × {first_height}; take sources of one size.",
                name=source.name, width=own.width, height=own.height,
                first=first.name, first_width=facts.width, first_height=facts.height,
            )  # fmt: skip
        known = not mixes and own.kind and facts.kind
        if known and (own.kind == "float32") != (facts.kind == "float32"):
            return tr(
                "{name} and {first} mix floating-point and whole numbers; save both in one form.",
                name=source.name, first=first.name,
            )  # fmt: skip
    return ""


def misfits(sources: Sequence[Source]) -> set[Source]:
    """The sources of another size than most; where two sizes are as frequent, than the first of them."""
    sizes = [(source.facts.width, source.facts.height) for source in sources]
    told = Counter(size for size in sizes if None not in size)
    if len(told) < 2:
        return set()
    usual = told.most_common(1)[0][0]
    return {
        source
        for source, size in zip(sources, sizes, strict=True)
        if None not in size and size != usual
    }
