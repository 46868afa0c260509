"""The operations that a backend must have. The order in which they run is the pipeline's.

Processor and graphics card differ below this list: each keeps its maps where it computes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from fusion.contracts import ActivityPlan, Frames, ScorePlan
from fusion.decision import GuidedBoundaries, Labels, Rows, Steps
from fusion.photo import Mask, Pixels
from fusion.progress import Progress

STEPS_A_FRAME = 1000
"""Of the progress of measuring: so many a frame where frames are measured one by one, else in all."""

Compared = TypeVar("Compared")
Verified = TypeVar("Verified")
Led = TypeVar("Led")


class Backend(Protocol[Compared, Verified, Led]):
    """The operations of one backend.

    ``Compared``, ``Verified`` and ``Led`` are the types of its results between the operations: the
    comparison of activities, the labels after the verification, and the leading frames.
    """

    @property
    def device(self) -> str:
        """``"cpu"`` or ``"cuda"``: where the network ran in the end."""
        ...

    def load(self, plan: ActivityPlan | ScorePlan) -> None:
        """Load the network of the plan; raises ``FusionError`` where its weights are missing."""

    # Decide by activity

    def compare_activity(self, frames: Frames, plan: ActivityPlan, progress: Progress) -> Compared:
        """The frame of largest activity at each pixel, and the two largest activities."""
        ...

    def verify_consistency(
        self, compared: Compared, frames: Frames, disk_radius: int, smallest_area: float
    ) -> Verified:
        """Labels after opening, closing and the removal of small regions; each names a frame that has
        picture where one has."""
        ...

    def overturned_share(self, compared: Compared, verified: Verified, frames: Frames) -> float:
        """Of the pixels decided confidently, the share to which the verification gave another frame."""
        ...

    def mix_along_boundaries(
        self, frames: Frames, verified: Verified, boundaries: GuidedBoundaries
    ) -> tuple[Pixels, Steps]:
        """Pixels (H, W) or (H, W, 3), and the weight (H, W) of the labelled frame."""
        ...

    def labels(self, verified: Verified) -> Labels:
        """The labels (H, W) in memory."""
        ...

    def runner_up(
        self, compared: Compared, verified: Verified, frames: int
    ) -> Rows | Callable[[], Labels] | None:
        """The frame that comes second, (H, W); None for two frames."""
        ...

    def activity_confidence(
        self, compared: Compared, verified: Verified, frames: Frames, radius: int
    ) -> Steps | Callable[[], Steps]:
        """The confidence (H, W), or a function that makes it when it is wanted."""
        ...

    # Decide by scores

    def find_leading(self, frames: Frames, plan: ScorePlan, progress: Progress) -> Led:
        """The two leading frames at each pixel, and by how much one leads."""
        ...

    def settle_made_up(self, frames: Frames, led: Led, made_up: Mask) -> bool:
        """Decide again where no frame is in focus and blocks (H // 16, W // 16) have made-up detail;
        whether ``led`` was changed."""
        ...

    def mix_leading(self, frames: Frames, led: Led) -> Pixels:
        """Pixels (H, W) or (H, W, 3): a mix of the two leading frames where the choice is soft."""
        ...

    def leading_maps(self, led: Led) -> tuple[Labels, Rows, Steps]:
        """Labels, the frame that comes second, and the weight of the labelled frame, (H, W) each."""
        ...

    def score_confidence(self, frames: Frames, led: Led) -> Steps | Callable[[], Steps]:
        """The confidence (H, W), or a function that makes it when it is wanted."""
        ...
