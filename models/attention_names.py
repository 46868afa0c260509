"""The names of the attentions (``models.attention``), for whoever does without torch."""

from __future__ import annotations

ATTENTION_NAMES = ("cse", "sse", "scse")
NO_ATTENTION = "none"
"""A network that is trained without, to measure what attention is worth."""


def pools_globally(name: str) -> bool:
    """Whether the gates of this attention depend on the whole picture, not only on nearby pixels.

    Examples
    --------
    >>> [name for name in ATTENTION_NAMES if pools_globally(name)]
    ['cse', 'scse']
    """
    return name in ("cse", "scse")
