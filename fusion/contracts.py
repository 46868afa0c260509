"""The types that the parts of fusion share: frames, plans, methods and their kinds, outcomes.

Imports nothing above it, so that every other room may import it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Literal, Protocol, TypeVar

from fusion.decision import Decision
from fusion.notes import Note
from fusion.photo import Photo, Pixels
from fusion.progress import Progress
from fusion.settings import AUTO, HIGHEST, ActivityParameters, Parameters
from fusion.stage_timer import StageTimer

Kind = Literal["decision", "pixels"]
"""``decision``: each pixel is a frame's own or, along boundaries, a mix by known weights. ``pixels``:
the result is computed (coefficients, layers, a mean), and there is no decision."""
Purpose = Literal["multifocus", "infrared-visible"]
FROM_DESCRIPTION = "Made from the description; not checked against the authors' weights."
AGAINST_TRUTH = "Measured against known truth, on pairs and stacks whose sharp picture is known."
AGAINST_AUTHORS = "Checked against the authors' weights and pictures."
FROM_FORMULA = "Written from the published formulas; its parts are tested to give the picture back."
CHECKS = (FROM_DESCRIPTION, AGAINST_TRUTH, AGAINST_AUTHORS, FROM_FORMULA)
"""How a method was checked; a method may say it in words of its own."""
Shape = tuple[int, int, int]
"""Of frames: how many, their height and width."""
P = TypeVar("P", bound=Parameters)


class Frames(Protocol):
    """The frames to fuse: of one size, type and colour, walked through as often as needed.

    Attributes
    ----------
    shape
        Height and width in pixels.
    in_memory
        Whether all pixels are in memory; if not, walk from the first frame to the last rather than
        from area to area.
    """

    @property
    def shape(self) -> tuple[int, int]: ...

    @property
    def in_memory(self) -> bool: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Photo]: ...

    def __getitem__(self, number: int, /) -> Photo: ...

    def release(self) -> None:
        """Free memory whose values can be read again from a file."""


@dataclass(frozen=True)
class ActivityPlan:
    """Decide by comparing activity maps, with consistency verification and softened boundaries.

    Attributes
    ----------
    refinement
        Window of the activity map, consistency verification, guided filter.
    encoder
        Name of the encoder's weights, whose feature gradients are compared; None compares the
        gradients of the luminance itself.
    accuracy
        ``fusion.settings.AUTO``, ``EXACT`` or ``QUICK``.
    """

    refinement: ActivityParameters
    encoder: str | None = None
    accuracy: str = AUTO

    @property
    def has_network(self) -> bool:
        """Whether a network measures."""
        return self.encoder is not None


@dataclass(frozen=True)
class ScorePlan:
    """Decide by the scores that a network gives every frame at every pixel.

    Attributes
    ----------
    network
        Name of the weights.
    decisiveness
        By how much a lead of the best frame is multiplied before it becomes a weight.
    accuracy
        ``fusion.settings.AUTO``, ``EXACT`` or ``QUICK``.
    priority
        ``fusion.settings.HIGHEST``, ``NEAR`` or ``FAR``: of two things in one place, which is shown.
    """

    network: str
    decisiveness: float
    accuracy: str = AUTO
    priority: str = HIGHEST
    has_network: ClassVar[bool] = True


Plan = ActivityPlan | ScorePlan


@dataclass
class Context:
    """Device, progress and timer, which a method's ``fuse`` function takes beside frames and parameters.

    Attributes
    ----------
    device
        ``"cpu"`` or ``"cuda"``: where its network, if it has one, is to run.
    progress
        Called with the stage and how much of it is done; may raise ``Cancelled``.
    timer
        Takes the seconds by stage.
    """

    device: str
    progress: Progress
    timer: StageTimer = field(default_factory=StageTimer)

    def tell(self, note: Note) -> None:
        """Say something now, before long work, rather than with the outcome.

        A progress function that has a method ``tell`` is given the note; others hear nothing.
        """
        listener = getattr(self.progress, "tell", None)
        if listener is not None:
            listener(note)


@dataclass(frozen=True)
class Outcome:
    """What a method gives: pixels, and a decision where its kind is ``decision``.

    Attributes
    ----------
    pixels
        (H, W) or (H, W, 3), in the type of the frames.
    decision
        None for methods of the kind ``pixels``.
    device
        ``"cpu"``, or ``"cuda"`` and the name of the GPU: where it was computed.
    notes
        What a user should know of how it went.
    made_up
        Share of the picture, in [0, 1], with more detail than two frames side by side can have; 0 where
        that was not looked for.
    """

    pixels: Pixels
    decision: Decision | None
    device: str
    notes: tuple[Note, ...] = ()
    made_up: float = 0.0


GetReady = Callable[[str, Shape | None], None]
PlanFunction = Callable[[P], Plan]
FuseFunction = Callable[[Frames, P, Context], Outcome]


@dataclass(frozen=True)
class Method(Generic[P]):
    """A way to fuse, as it is registered: what it is called, what it takes, and its function.

    Attributes
    ----------
    name, title, description
        ``name`` for commands; title and description for people.
    parameters
        Type of its parameters.
    kind
        ``decision`` or ``pixels``.
    purposes
        What it serves: ``multifocus``, ``infrared-visible``, or both.
    plan
        For methods that differ only in what they measure: what the pipeline is to do.
    fuse
        For all others: the function that fuses. Exactly one of ``plan`` and ``fuse`` is given.
    most_frames
        How many frames it takes at most; None for any number.
    roles
        What each frame is, in order, where that differs (infrared, visible); empty where all frames
        are alike. A method for both purposes has none: of an infrared and a visible frame it fuses the
        luminances, and the visible frame's chroma is put back.
    year
        Of its publication; None for what is older than papers on it.
    weakness, checked
        For people: what it does badly, and how this implementation was checked, a sentence each.
    order_matters
        Whether other pixels come of another order of the sources; with more than two these are fused
        one after another. The pipeline says so in a note.
    alike_in_pairs
        Whether two sources may be exchanged all the same: only more of them depend on their order.
    get_ready
        ``get_ready(device, shape)`` imports what the method computes with, so that fusing need not wait
        for it; with the shape (n, H, W) of the frames, where it is known, it may prepare more.

    Examples
    --------
    >>> from fusion.registry import find_method
    >>> method = find_method("sesf-published")
    >>> method.kind, method.most_frames, method.plan is None
    ('decision', 2, True)
    """

    name: str
    title: str
    description: str
    parameters: type[P]
    kind: Kind = "decision"
    purposes: frozenset[Purpose] = frozenset({"multifocus"})
    plan: PlanFunction[P] | None = None
    fuse: FuseFunction[P] | None = None
    most_frames: int | None = None
    roles: tuple[str, ...] = ()
    get_ready: GetReady | None = None
    year: int | None = None
    weakness: str = ""
    checked: str = ""
    order_matters: bool = False
    alike_in_pairs: bool = False
