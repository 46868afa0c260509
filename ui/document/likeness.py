"""Whether pictures can be fused with each other, and if not, why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ui.document.source import Source
from ui.i18n import tr


def why_unlike(sources: Sequence[Source]) -> str:
    """Why the first source and another cannot be fused, in a sentence; empty where nothing is known
    against it. What is not known of a file yet, fusing will say."""
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
        if own.kind and facts.kind and (own.kind == "float32") != (facts.kind == "float32"):
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
