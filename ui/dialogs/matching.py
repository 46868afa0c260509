"""How well what was typed fits a text: for finding a command by a few of its letters."""

from __future__ import annotations

import re

WORD_START = re.compile(r"\w+")


def fit(typed: str, text: str) -> float:
    """How well ``typed`` fits ``text``, larger is better; 0 where it does not.

    Each word of what was typed has to be in the text: as it is, best at the start of a word, or its
    letters in their order, as ``ftw`` in *Fit to window*.

    Examples
    --------
    >>> fit("fit", "Fit to window") > fit("fit", "Benefit") > fit("ftw", "Fit to window") > 0
    True
    >>> fit("对齐", "对齐各幅") > 0, fit("zoom", "Fuse")
    (True, 0)
    """
    folded = text.casefold()
    fits = [fit_of_word(word, folded) for word in typed.casefold().split()]
    return min(fits, default=1.0)


def fit_of_word(word: str, text: str) -> float:
    """The same for one word and a text, both in lower case."""
    starts = [found.start() for found in WORD_START.finditer(text)]
    at = text.find(word)
    if at >= 0:
        shorter = 1 / (1 + len(text))  # of two that begin alike the shorter is meant
        return (3 if any(text.startswith(word, start) for start in starts) else 2) + shorter
    initials = "".join(text[start] for start in starts)
    if word in initials:
        return 1.5
    if len(word) < 3:  # two letters in their order are in nearly every text
        return 0
    span = span_of(word, text)
    return len(word) / span if span and span <= 3 * len(word) else 0


def span_of(word: str, text: str) -> int:
    """Over how many letters of ``text`` those of ``word`` are spread; 0 where they are not in it."""
    at = first = text.find(word[0])
    for letter in word[1:]:
        at = text.find(letter, at + 1) if at >= 0 else -1
    return at - first + 1 if at >= 0 else 0
