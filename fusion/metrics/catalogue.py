"""The table of all metrics: what each is called, measures, and cannot see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fusion.metrics.gradient import q_g
from fusion.metrics.information import mi, q_mi, q_ncie
from fusion.metrics.reference import psnr
from fusion.metrics.vision import q_cb

Direction = Literal["higher", "lower", "nearest zero"]
Needs = Literal["sources", "fused", "reference"]


@dataclass(frozen=True)
class Metric:
    """A metric and how to read it.

    Attributes
    ----------
    key
        Its name in tables and files, such as ``Q_G``.
    title
        Its name in words.
    range
        The values it can take, in words.
    direction
        Which values are better.
    family
        The file it lives in.
    blind_to
        One sentence: what it cannot tell.
    needs
        ``"sources"``: the function takes two sources and the fused picture; ``"fused"``: the fused
        picture alone; ``"reference"``: the fused picture and the ground truth, in colour where they are.
    function
        The function.
    """

    key: str
    title: str
    range: str
    direction: Direction
    blind_to: str
    needs: Needs
    function: Callable[..., float]

    @property
    def family(self) -> str:
        """The file that the metric lives in: information, gradient, phase, …"""
        return self.function.__module__.rpartition(".")[2]


_ROWS = (
    Metric(
        "Q_MI", "normalised mutual information", "0 to 2", "higher",
        "It does not see where pixels stand; any blending or lossy saving lowers it.",
        "sources", q_mi,
    ),
    Metric(
        "Q_NCIE", "nonlinear correlation information entropy", "0.802 to 1", "higher",
        "It does not see where pixels stand, and the sources alone fix most of its value.",
        "sources", q_ncie,
    ),
    Metric(
        "MI", "mutual information (natural logarithm)", "0 to 11.1", "higher",
        "It does not see where pixels stand, and differs more between scenes than between methods.",
        "sources", mi,
    ),
    Metric(
        "Q_G", "edges kept, Q^AB/F", "0 to 0.975", "higher",
        "It does not see flat areas, brightness or colour, and counts the sources' noise as edges.",
        "sources", q_g,
    ),
    Metric(
        "Q_CB", "perceived contrast kept", "0 to 1", "higher",
        "It does not see brightness shifts or colour, and changes with the size of the picture.",
        "sources", q_cb,
    ),
    Metric(
        "PSNR_reference", "peak signal to noise ratio, dB", "0 to infinity", "higher",
        "It does not see what the error looks like or where it is.",
        "reference", psnr,
    ),
)  # fmt: skip

METRICS: dict[str, Metric] = {metric.key: metric for metric in _ROWS}
"""All metrics by key, in the order in which tables list them."""
