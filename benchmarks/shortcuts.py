"""What the processor's short cuts cost in quality: reduced precision, sampled gates, half size first.

    python benchmarks/shortcuts.py [--sets mfiwhu30,nyud20] [--every 1] [--methods sesf,learned-decision]

Compared with float32 at full size throughout (``accuracy`` *exact*): *full size* looks at no other,
with the gates of ``sesf`` from a sample and, for ``learned-decision``, bfloat16 where the processor has
it; *half size first* decides at half size before, whatever the size of the picture, and *quarter size
first* begins at a quarter. The set ``enlarged`` holds scenes of 10 to 13 megapixels. A row shows PSNR in
dB (a border of 16 pixels left out), how it differs, the share of pixels that choose the same frame, the
same share of those pixels where the choice is not a tie (scores 0.02 apart, or 3 % between the activity
maps before consistency verification), and how far the confidence is off in the mean. *Arithmetic alone*
is against float32 with the same sizes: the share of pixels with the same decision, which for
``learned-decision`` is soft, and the same if it is within 0.1.
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

from benchmarks.contenders import decision_of
from benchmarks.machine import machine
from benchmarks.pairs import SHARED, psnr
from benchmarks.quality_sets import SETS, Case
from benchmarks.resolution import SCENES, render
from fusion import Photo
from fusion.backends.cpu import CpuBackend
from fusion.contracts import ActivityPlan, Context, Outcome, ScorePlan
from fusion.decision import Comparison, Decision, Labels
from fusion.frames.matching import MatchingFrames
from fusion.methods.multifocus.learned_decision import WEIGHTS, LearnedDecisionParameters
from fusion.pipeline import decide_by_activity, decide_by_scores
from fusion.progress import no_progress
from fusion.settings import ActivityParameters
from models.decision.openvino_runtime import OpenVinoDecisionRuntime
from models.sesf.openvino_runtime import OpenVinoEncoderRuntime

NEVER = 10**12
TIE_OF_SCORES = 0.02
TIE_OF_ACTIVITY = 0.03
SAME_WEIGHT = 0.1
ACTIVITY = ActivityPlan(ActivityParameters())
SCORES = ScorePlan(WEIGHTS, LearnedDecisionParameters().decisiveness)
"""The plans of both methods; the networks are those that a backend is given."""
Mask = npt.NDArray[np.bool_]


def enlarged(data: Path) -> Iterator[Case]:
    """Photographs with depth, six times as wide, rendered by a lens whose blur grows along."""
    for name in SCENES:
        stack = render(name, 6, data)
        yield Case(name, tuple(map(Photo, stack.frames)), Photo(stack.all_in_focus))


ALL_SETS: dict[str, Callable[[Path], Iterator[Case]]] = {**SETS, "enlarged": enlarged}


@dataclass
class Activity:
    """``sesf``."""

    @cached_property
    def runtimes(self) -> dict[bool, OpenVinoEncoderRuntime]:
        return {exact: OpenVinoEncoderRuntime.load("sesf-cse", exact) for exact in (True, False)}

    def fuse(self, frames: Sequence[Photo], exact: bool, large: int) -> Outcome:
        backend = CpuBackend(large=large, measure=self.runtimes[exact])
        context = Context("cpu", no_progress)
        return decide_by_activity(backend, MatchingFrames(frames), ACTIVITY, context)

    def compare(self, frames: Sequence[Photo], exact: bool, large: int) -> Comparison:
        """The activity maps compared, before consistency verification."""
        backend = CpuBackend(large=large, measure=self.runtimes[exact])
        return backend.compare_activity(MatchingFrames(frames), ACTIVITY, no_progress)

    def plain(self, frames: Sequence[Photo], _decision: Decision) -> tuple[Mask, Labels]:
        """Where the exact activity maps differ, and what they choose there."""
        found = self.compare(frames, True, NEVER)
        return found.second[:] < (1 - TIE_OF_ACTIVITY) * found.best[:], found.labels

    def same(self, one: Decision, other: Decision) -> Mask:
        """Where two decisions are the same after consistency verification."""
        return np.equal(one.labels, other.labels)

    def raw(self, frames: Sequence[Photo], _decision: Decision, large: int) -> Labels:
        """What the fast arithmetic chooses before consistency verification."""
        return self.compare(frames, False, large).labels


@dataclass
class Scores:
    """``learned-decision``."""

    @cached_property
    def runtimes(self) -> dict[bool, OpenVinoDecisionRuntime]:
        return {exact: OpenVinoDecisionRuntime.load(WEIGHTS, exact) for exact in (True, False)}

    def fuse(self, frames: Sequence[Photo], exact: bool, large: int) -> Outcome:
        backend = CpuBackend(large=large, scorer=self.runtimes[exact])
        context = Context("cpu", no_progress)
        return decide_by_scores(backend, MatchingFrames(frames), SCORES, context)

    def plain(self, _frames: Sequence[Photo], decision: Decision) -> tuple[Mask, Labels]:
        """Where the exact scores are apart, and what they choose there."""
        lead = (2 * decision.weight - 1) / SCORES.decisiveness
        return lead > TIE_OF_SCORES, decision.labels

    def same(self, one: Decision, other: Decision) -> Mask:
        """Where two soft decisions are the same within 0.1, of two frames or where two compete."""
        weight = np.where(one.labels == other.labels, other.weight, 1 - other.weight)
        return np.abs(one.weight - weight) <= SAME_WEIGHT

    def raw(self, _frames: Sequence[Photo], decision: Decision, _large: int) -> Labels:
        return decision.labels


METHODS: dict[str, Activity | Scores] = {"sesf": Activity(), "learned-decision": Scores()}
ROWS = {"full size": None, "half size first": 1, "quarter size first": 4}
"""Which part of the picture's pixels makes it large."""


def measure(method: Activity | Scores, case: Case) -> list[list[float]]:
    """The numbers of every row for one picture; of the first only the PSNR."""
    best = method.fuse(case.frames, True, NEVER)
    exact = decision_of(best)
    truth = case.truth or Photo(best.pixels)
    pixels = truth.height * truth.width
    plain, chosen = method.plain(case.frames, exact)
    found = [[psnr(Photo(best.pixels), truth, 16)]]
    for part in ROWS.values():
        large = NEVER if part is None else pixels // part
        outcome = method.fuse(case.frames, False, large)
        decision = decision_of(outcome)
        precise = exact if part is None else decision_of(method.fuse(case.frames, True, large))
        found.append([
            psnr(Photo(outcome.pixels), truth, 16),
            100 * float((decision.labels == exact.labels).mean()),
            100 * float((method.raw(case.frames, decision, large) == chosen)[plain].mean()),
            float(np.abs(decision.confidence - exact.confidence).mean()),
            100 * float(method.same(decision, precise).mean()),
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
