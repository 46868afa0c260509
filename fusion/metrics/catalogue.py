"""The table of all metrics: key, title, range, direction, known weakness, function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fusion.metrics.correlation import scd
from fusion.metrics.error import psnr_fusion, psnr_vifb
from fusion.metrics.features import fmi_gradient, fmi_pixel
from fusion.metrics.frequency import q_m, q_sf
from fusion.metrics.gradient import n_abf, q_g
from fusion.metrics.information import ce, mi, q_mi, q_ncie, q_te, q_te_nava
from fusion.metrics.phase import q_p
from fusion.metrics.reference import SMALLEST_MS_SSIM, delta_e2000, gmsd, ms_ssim, psnr, ssim
from fusion.metrics.single import ag, ag_vifb, ei, en, sd, sd_8, sd_vifb, sf
from fusion.metrics.ssim import ssim_fusion
from fusion.metrics.structure import q_c, q_e, q_s, q_w, q_y
from fusion.metrics.vision import q_cb, q_cv, viff

Direction = Literal["higher", "lower", "nearest zero"]
Needs = Literal["sources", "fused", "reference"]

FAMILIES = {"single": "fused alone", "ssim": "structure", "correlation": "structure"}
"""Families whose name is not that of the module that the metric stands in."""


@dataclass(frozen=True)
class Metric:
    """A metric and how to read it.

    What it takes, its formula, source and an example stand in the docstring of ``function``.

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
    blind_to
        Its known weakness in one sentence: what it cannot tell.
    needs
        ``"sources"``: the function takes two sources and the fused picture, all grey uint8;
        ``"fused"``: the fused picture alone, grey uint8; ``"reference"``: the fused picture and the
        ground truth, as they are.
    function
        The function.
    smallest
        Pixels that each side must have at least.
    is_slow
        The function takes more than half a minute for 24 megapixels, and a ``pulse`` as last argument.

    Examples
    --------
    >>> from fusion.metrics import METRICS
    >>> metric = METRICS["PSNR_reference"]
    >>> metric.title, metric.range, metric.direction, metric.family
    ('peak signal to noise ratio, dB', '0 to infinity', 'higher', 'reference')
    >>> metric.blind_to
    'It does not see what the error looks like or where it is.'
    """

    key: str
    title: str
    range: str
    direction: Direction
    blind_to: str
    needs: Needs
    function: Callable[..., float]
    smallest: int = 1
    is_slow: bool = False

    @property
    def family(self) -> str:
        """What the metric looks at: information, gradient, phase, structure, …"""
        module = self.function.__module__.rpartition(".")[2]
        return FAMILIES.get(module, module)


_NOISE = "It cannot tell detail from noise or too much sharpening, and says nothing of the right choice."

_ROWS = (
    Metric(
        "Q_MI", "normalised mutual information", "0 to 2", "higher",
        "It does not see where pixels stand; any blending or lossy saving lowers it.",
        "sources", q_mi,
    ),
    Metric(
        "Q_TE", "Tsallis entropy, order 1.85", "0 to infinity, 20 to 100 is usual", "higher",
        "The scene's histogram decides its value; compare only results of one pair.",
        "sources", q_te,
    ),
    Metric(
        "Q_TE_nava", "Tsallis entropy, order 0.43137, normalised", "about 0 to 1", "higher",
        "It does not see where pixels stand, and hardly differs between good methods.",
        "sources", q_te_nava,
    ),
    Metric(
        "Q_NCIE", "nonlinear correlation information entropy", "0.802 to 1", "higher",
        "It does not see where pixels stand, and the sources alone fix most of its value.",
        "sources", q_ncie,
    ),
    Metric(
        "MI", "mutual information, natural logarithm", "0 to 11.1", "higher",
        "It does not see where pixels stand, and differs more between scenes than between methods.",
        "sources", mi,
    ),
    Metric(
        "CE", "cross entropy", "about 0 to 8", "lower",
        "It sees nothing but the three histograms.",
        "sources", ce,
    ),
    Metric(
        "FMI_none", "feature mutual information of pixels", "0 to 1", "higher",
        "It does not see contrast or brightness, as each small window is stretched by itself.",
        "sources", fmi_pixel, 3, is_slow=True,
    ),
    Metric(
        "FMI_gradient", "feature mutual information of horizontal gradients", "0 to 1", "higher",
        "It does not see horizontal edges, contrast or brightness.",
        "sources", fmi_gradient, 3, is_slow=True,
    ),
    Metric(
        "Q_G", "edges kept, Q^AB/F", "0 to 0.975", "higher",
        "It does not see flat areas, brightness or colour, and counts the sources' noise as edges.",
        "sources", q_g,
    ),
    Metric(
        "N_abf", "artefacts, N^AB/F", "0 to 1", "lower",
        "It does not see lost detail; a blurred result has no artefacts.",
        "sources", n_abf, 2,
    ),
    Metric(
        "Q_M", "details kept at two scales", "0 to 3", "higher",
        "It counts a detail that is off by a few grey levels as lost.",
        "sources", q_m, 4,
    ),
    Metric(
        "Q_SF", "ratio of spatial frequency error", "-1 to infinity", "nearest zero",
        "Lost detail here and noise there cancel out.",
        "sources", q_sf, 2,
    ),
    Metric(
        "Q_P", "features of phase congruency kept", "about -1 to 1", "higher",
        "It does not see contrast, brightness or colour.",
        "sources", q_p, is_slow=True,
    ),
    Metric(
        "Q_S", "structural quality", "-1 to 1", "higher",
        "A smooth window weighs as much as a busy one; it does not see colour.",
        "sources", q_s, 8,
    ),
    Metric(
        "Q_W", "weighted structural quality", "-1 to 1", "higher",
        "It hardly sees noise or halos in smooth areas.",
        "sources", q_w, 8,
    ),
    Metric(
        "Q_E", "edge-dependent structural quality", "-1 to 1", "higher",
        "It hardly sees errors in smooth areas.",
        "sources", q_e, 8,
    ),
    Metric(
        "Q_C", "structural quality by covariance", "-1 to 1", "higher",
        "Each window is compared with the source it already resembles; flat windows are unstable.",
        "sources", q_c, 8,
    ),
    Metric(
        "Q_Y", "structural quality by choice", "-1 to 1", "higher",
        "Where the sources differ, a copy of the wrong one is perfect too; flat windows are unstable.",
        "sources", q_y, 7,
    ),
    Metric(
        "SSIM_fusion", "structural similarity, summed over the sources", "-2 to 2", "higher",
        "It does not know which source is sharp; a plain mean of both often wins.",
        "sources", ssim_fusion, 11,
    ),
    Metric(
        "PSNR_fusion", "peak signal to noise ratio to both sources, dB", "0 to infinity", "higher",
        "The mean of the sources has the best value that there is, whatever it shows.",
        "sources", psnr_fusion,
    ),
    Metric(
        "PSNR_vifb", "the benchmark program's PSNR to both sources, dB", "near 65", "higher",
        "It hardly differs between results, and grows with the number of pixels.",
        "sources", psnr_vifb,
    ),
    Metric(
        "SCD", "sum of correlations of differences", "-2 to 2", "higher",
        "It says nothing of focus: it was made for sources that show different things.",
        "sources", scd,
    ),
    Metric(
        "Q_CV", "visible error of regions", "0 to infinity", "lower",
        "A few strong edges decide its value; values of different scenes cannot be compared.",
        "sources", q_cv,
    ),
    Metric(
        "Q_CB", "perceived contrast kept", "0 to 1", "higher",
        "It does not see brightness shifts or colour, and changes with the size of the picture.",
        "sources", q_cb,
    ),
    Metric(
        "VIFF", "visual information fidelity", "0 to above 1", "higher",
        "It takes added contrast and sharpening for gain, and does not see colour.",
        "sources", viff, 41,
    ),
    Metric("EN", "entropy", "0 to 8", "higher", _NOISE, "fused", en),
    Metric("SD", "standard deviation by columns", "0 to about 128", "higher", _NOISE, "fused", sd, 2),
    Metric("SD_vifb", "standard deviation", "0 to 127.5", "higher", _NOISE, "fused", sd_vifb),
    Metric("SD_8", "standard deviation, divided by 8", "0 to 15.94", "higher", _NOISE, "fused", sd_8),
    Metric("SF", "spatial frequency", "0 to 361", "higher", _NOISE, "fused", sf),
    Metric("AG", "average gradient", "0 to 255", "higher", _NOISE, "fused", ag),
    Metric("AG_vifb", "average gradient, central", "0 to 255", "higher", _NOISE, "fused", ag_vifb, 2),
    Metric("EI", "edge intensity", "0 to about 1082", "higher", _NOISE, "fused", ei),
    Metric(
        "PSNR_reference", "peak signal to noise ratio, dB", "0 to infinity", "higher",
        "It does not see what the error looks like or where it is.",
        "reference", psnr,
    ),
    Metric(
        "SSIM_reference", "structural similarity", "-1 to 1", "higher",
        "It does not see colour, and smooth areas outweigh a thin halo or a missed hair.",
        "reference", ssim, 11,
    ),
    Metric(
        "MS_SSIM_reference", "structural similarity at five scales", "0 to 1", "higher",
        "It does not see colour, and forgives errors of the finest detail.",
        "reference", ms_ssim, SMALLEST_MS_SSIM,
    ),
    Metric(
        "GMSD_reference", "gradient magnitude similarity deviation", "0 to about 0.7", "lower",
        "It does not see colour, brightness, or a loss that is the same everywhere.",
        "reference", gmsd,
    ),
    Metric(
        "DeltaE2000_reference", "mean colour difference ΔE2000", "0 to about 100", "lower",
        "It does not see structure: blur on a smooth colour hardly counts.",
        "reference", delta_e2000,
    ),
)  # fmt: skip

METRICS: dict[str, Metric] = {metric.key: metric for metric in _ROWS}
"""All metrics by key, in the order in which tables list them."""
