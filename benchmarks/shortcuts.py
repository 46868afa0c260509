"""What the engine's short cuts cost in quality: reduced precision, sampled gates, half size first.

    python benchmarks/shortcuts.py [--sets mfiwhu30,nyud20] [--every 1] [--methods sesf,learned-decision]

Compared with float32 at full size throughout (``accuracy`` *exact*): *full size* looks at no other,
with the gates of ``sesf`` from a sample and, for ``learned-decision``, bfloat16 where the processor has
it; *half size first* decides at half size before, whatever the size of the picture, and *quarter size
first* begins at a quarter. The set ``enlarged`` holds scenes of 10 to 13 megapixels. Told for each set
are PSNR in dB (a border of 16 pixels left out), how it differs, the share of
pixels that choose the same frame, the same share of those pixels where the choice is not a tie (scores
0.02 apart, or 3 % between the blur maps before cleaning), and how far the confidence is off in the mean.
*Arithmetic alone* is against float32 on the same road: the share of pixels with the same
decision, which for ``learned-decision`` is soft, and the same if it is within 0.1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fusion.activity.fuse_by_activity import compare_coarse_first, fuse_by_sharpness

from benchmarks.machine import machine
from benchmarks.pairs import SHARED, psnr
from benchmarks.quality_sets import SETS, Case
from benchmarks.resolution import SCENES, render
from fusion import Photo
from fusion.activity.activity_half_first import CoarseFirst
from fusion.decision import Decision, Labels
from fusion.methods.multifocus.learned_decision import WEIGHTS, LearnedDecisionParameters, fuse_by_scores
from fusion.progress import no_progress
from fusion.registry import Outcome
from fusion.settings import RefinementParameters
from models.decision.openvino_runtime import OpenVinoDecisionRuntime
from models.sesf.openvino_runtime import OpenVinoEncoderRuntime

NEVER = 10**12
TIE_OF_SCORES = 0.02
TIE_OF_SHARPNESS = 0.03
SAME_WEIGHT = 0.1
Mask = npt.NDArray[np.bool_]


def enlarged(data: Path) -> Iterator[Case]:
    """Photographs with depth, six times as wide, rendered by a lens whose blur grows along."""
    for name in SCENES:
        stack = render(name, 6, data)
        yield Case(name, tuple(map(Photo, stack.frames)), Photo(stack.all_in_focus))


ALL_SETS: dict[str, Callable[[Path], Iterator[Case]]] = {**SETS, "enlarged": enlarged}


@dataclass
class Sharpness:
    """``sesf``."""

    @cached_property
    def engines(self) -> dict[bool, OpenVinoEncoderRuntime]:
        return {exact: OpenVinoEncoderRuntime.load("sesf-cse", exact) for exact in (True, False)}

    def fuse(self, frames: Sequence[Photo], exact: bool, large: int) -> Outcome:
        engine = self.engines[exact]
        coarse = CoarseFirst(engine, large)
        return fuse_by_sharpness(
            list(frames),
            engine.gradient_energy,
            RefinementParameters(),
            lambda: "cpu",
            no_progress,
            coarse=coarse,
        )

    def plain(self, frames: Sequence[Photo], _outcome: Outcome) -> tuple[Mask, Labels]:
        """Where the blur maps of the exact engine differ, and what they choose there."""
        coarse = CoarseFirst(self.engines[True], NEVER)
        sharpest = compare_coarse_first(list(frames), coarse, RefinementParameters(), no_progress)
        return sharpest.second[:] < (1 - TIE_OF_SHARPNESS) * sharpest.best[:], sharpest.labels

    def same(self, one: Decision, other: Decision) -> Mask:
        """Where two decisions are the same after cleaning."""
        return np.equal(one.labels, other.labels)

    def raw(self, frames: Sequence[Photo], _outcome: Outcome, large: int) -> Labels:
        """What the fast engine chooses before cleaning."""
        coarse = CoarseFirst(self.engines[False], large)
        return compare_coarse_first(list(frames), coarse, RefinementParameters(), no_progress).labels


@dataclass
class Scores:
    """``learned-decision``."""

    @cached_property
    def engines(self) -> dict[bool, OpenVinoDecisionRuntime]:
        return {exact: OpenVinoDecisionRuntime.load(WEIGHTS, exact) for exact in (True, False)}

    def fuse(self, frames: Sequence[Photo], exact: bool, large: int) -> Outcome:
        parameters = LearnedDecisionParameters()
        return fuse_by_scores(self.engines[exact], list(frames), parameters, no_progress, large=large)

    def plain(self, _frames: Sequence[Photo], outcome: Outcome) -> tuple[Mask, Labels]:
        """Where the exact scores are apart, and what they choose there."""
        lead = (2 * outcome.decision.weight - 1) / LearnedDecisionParameters().decisiveness
        return lead > TIE_OF_SCORES, outcome.decision.labels

    def same(self, one: Decision, other: Decision) -> Mask:
        """Where two soft decisions are the same within 0.1, of two frames or where two compete."""
        weight = np.where(one.labels == other.labels, other.weight, 1 - other.weight)
        return np.abs(one.weight - weight) <= SAME_WEIGHT

    def raw(self, _frames: Sequence[Photo], outcome: Outcome, _large: int) -> Labels:
        return outcome.decision.labels


METHODS: dict[str, Sharpness | Scores] = {"sesf": Sharpness(), "learned-decision": Scores()}
ROWS = {"full size": None, "half size first": 1, "quarter size first": 4}
"""Which part of the picture's pixels makes it large."""


def measure(method: Sharpness | Scores, case: Case) -> list[list[float]]:
    """The numbers of every row for one picture; of the first only the PSNR."""
    exact = method.fuse(case.frames, True, NEVER)
    truth = case.truth or Photo(exact.pixels)
    pixels = truth.height * truth.width
    plain, chosen = method.plain(case.frames, exact)
    found = [[psnr(Photo(exact.pixels), truth, 16)]]
    for part in ROWS.values():
        large = NEVER if part is None else pixels // part
        outcome = method.fuse(case.frames, False, large)
        precise = exact if part is None else method.fuse(case.frames, True, large)
        labels = outcome.decision.labels
        found.append([
            psnr(Photo(outcome.pixels), truth, 16),
            100 * float((labels == exact.decision.labels).mean()),
            100 * float((method.raw(case.frames, outcome, large) == chosen)[plain].mean()),
            float(np.abs(outcome.decision.confidence - exact.decision.confidence).mean()),
            100 * float(method.same(outcome.decision, precise.decision).mean()),
        ])  # fmt: skip
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sets", default="lytro,mfiwhu30,nyud20,generated,generated-noise,enlarged")
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--every", type=int, default=1, help="take every so many pictures of a set")
    parser.add_argument("--data", type=Path, default=SHARED)
    options = parser.parse_args()
    print(f"`python benchmarks/shortcuts.py`, {date.today()}, {machine()}\n")
    for name in options.methods.split(","):
        print(f"\n**{name}**\n")
        print(
            "| set | | PSNR, dB | | same choice, % | no ties, % | confidence off by "
            "| arithmetic alone: same decision, % |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for chosen in options.sets.split(","):
            cases = islice(ALL_SETS[chosen](options.data), 0, None, options.every)
            rows = [measure(METHODS[name], case) for case in cases]
            exact = float(np.mean([row[0][0] for row in rows]))
            known = bool(np.isfinite(exact))  # without a truth it is like itself
            first = f"{exact:.2f}" if known else "–"
            print(f"| {chosen} ({len(rows)}) | exact | {first} | | | | | |", flush=True)
            for number, text in enumerate(ROWS, 1):
                psnr_of, same, plain, off, alone = np.mean([row[number] for row in rows], axis=0)
                found = f"{psnr_of:.2f} | {psnr_of - exact:+.3f}" if known else "– | –"
                print(
                    f"| | {text} | {found} | {same:.2f} | {plain:.3f} | {off:.3f} | {alone:.3f} |",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
