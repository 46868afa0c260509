"""Our values against those of the authors' programs, run under GNU Octave.

``python -m pytest tests/fusion/metrics -k agreement -s`` prints the table of `docs/lab/metrics.md`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from fusion.metrics import METRICS
from tests.fusion.metrics.metric_cases import Case, synthetic_cases

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
TOLERANCE = 1e-3
OWN = ("PSNR_fusion", "SD_8")
"""No program of the authors gives these; ``test_error.py`` checks them."""
FUSION_KEYS = [
    key for key, metric in METRICS.items() if metric.needs != "reference" and key not in OWN
]


@pytest.mark.parametrize("key", FUSION_KEYS)
def test_agreement_on_made_pictures(key: str) -> None:
    for case in synthetic_cases():
        assert case.compute(key) == pytest.approx(case.published(key), rel=TOLERANCE), case.name


def photographs() -> list[Case]:
    """All cases of the development data."""
    cases = []
    for name, entry in json.loads((DATA / "metric_reference.json").read_text())["cases"].items():
        images = tuple(
            cv2.imread(str(DATA / "metric_cases" / entry[role]), cv2.IMREAD_UNCHANGED) for role in "abf"
        )
        made = name.startswith("syn")
        crop = (slice(24, 72), slice(40, 88)) if made else (slice(200, 240), slice(200, 240))
        cases.append(Case(name, images, crop, entry["metrics"]))
    return cases


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the development data are not here")
def test_agreement_on_photographs() -> None:
    cases = photographs()
    lines = ["", "| metric | largest relative deviation | case |", "|---|---|---|"]
    for key in FUSION_KEYS:
        deviations = {}
        for case in cases:
            if case.name_there(key) in case.values:
                published = case.published(key)
                deviations[case.name] = abs(case.compute(key) - published) / abs(published)
        worst = max(deviations, key=lambda name: deviations[name])
        lines.append(f"| {key} | {deviations[worst]:.0e} | {worst} |")
        assert deviations[worst] < TOLERANCE, (key, worst)
    sys.stdout.write("\n".join(lines))


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the development data are not here")
def test_formulas_make_the_stored_pictures() -> None:
    for case in synthetic_cases():
        for role, image in zip("abf", case.images, strict=True):
            path = DATA / "metric_cases" / f"{case.name}_{role}.png"
            stored = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            np.testing.assert_array_equal(image, stored)
