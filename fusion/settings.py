"""Settings: frozen dataclasses whose fields carry their range, label and explanation.

The command line's options, the window's controls and the documentation are made from these fields.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from fusion.errors import FusionError

DEVICES = ("auto", "cpu", "cuda")
MULTIFOCUS, INFRARED_VISIBLE = "multifocus", "infrared-visible"
ROLES: dict[str, tuple[str, ...]] = {MULTIFOCUS: (), INFRARED_VISIBLE: ("infrared", "visible")}
"""The kinds of fusion, and what each frame of it is, in order; empty where all frames are alike."""
RECOGNISED, AS_GIVEN, EXCHANGED = "recognised", "given", "exchanged"
ROLE_ORDERS = (RECOGNISED, AS_GIVEN, EXCHANGED)
"""How roles are given to sources: by their names and colours; in their order; or the other way round
than they were recognised."""


def parameter(
    default: Any,
    label: str,
    help: str,
    minimum: float | None = None,
    maximum: float | None = None,
    step: float | None = None,
    choices: tuple[str, ...] | None = None,
    unit: str = "",
) -> Any:
    """A dataclass field with its label, help, range and unit, from which its control is made."""
    return field(
        default=default,
        metadata={
            "label": label,
            "help": help,
            "minimum": minimum,
            "maximum": maximum,
            "step": step,
            "choices": choices,
            "unit": unit,
        },
    )


def check(settings: Any) -> None:
    """Raise ``FusionError`` for the first field outside its declared range or choices."""
    for item in dataclasses.fields(settings):
        value, declared = getattr(settings, item.name), item.metadata
        if declared.get("choices") and value not in declared["choices"]:
            known = ", ".join(declared["choices"])
            raise FusionError(
                "unknown-choice", "{name} is {value!r}; it must be one of {known}",
                name=item.name, value=value, known=known,
            )  # fmt: skip
        low, high = declared.get("minimum"), declared.get("maximum")
        if low is None and high is None:
            continue
        whole = isinstance(item.default, int)
        right_kind = isinstance(value, int) if whole else isinstance(value, int | float)
        if isinstance(value, bool) or not right_kind:
            raise no_number(item.name, value, whole)
        if not (low is None or value >= low) or not (high is None or value <= high):
            raise FusionError(
                "out-of-range", "{name} is {value}; it must be from {lowest} to {highest}",
                name=item.name, value=value, lowest=low, highest=high,
            )  # fmt: skip


def no_number(name: str, value: object, whole: bool) -> FusionError:
    """The error for what should be a number, or a whole one."""
    if whole:
        return FusionError(
            "not-a-whole-number", "{name} is {value!r}; it must be a whole number",
            name=name, value=value,
        )  # fmt: skip
    return FusionError(
        "not-a-number", "{name} is {value!r}; it must be a number", name=name, value=value
    )


AUTO, EXACT, QUICK = "auto", "exact", "quick"
ADAPTIVE, FIXED = "adaptive", "fixed"


HIGHEST, NEAR, FAR = "none", "near", "far"


def priority_parameter() -> Any:
    """The field ``priority`` of every method that decides: which of two things in one place is shown."""
    return parameter(
        HIGHEST, "Priority",
        "Where one thing is seen through or behind another, and each is sharp in its own source. none: "
        "the sharper one. near, far: the one in the earlier, or in the later source. For three sources "
        "or more.",
        choices=(HIGHEST, NEAR, FAR),
    )  # fmt: skip


def accuracy_parameter() -> Any:
    """The field ``accuracy`` of every method that has a network: how much of it is computed."""
    return parameter(
        AUTO, "Accuracy",
        "auto: as fast as can be without a visible difference. exact: every pixel at full size, in "
        "32-bit numbers; several times slower. quick: decided at half size only, for a first look.",
        choices=(AUTO, EXACT, QUICK),
    )  # fmt: skip


def weights_parameter() -> Any:
    """The field ``weights`` of every method whose network's authors published theirs."""
    return parameter(
        "", "Weights",
        "A file of the weights that the network's authors published, as a NumPy archive (.npz); the "
        "method then computes as their program did. Empty takes those that were trained here.",
    )  # fmt: skip


@dataclass(frozen=True)
class Parameters:
    """Base of every method's parameters: a frozen dataclass whose fields are made by ``parameter``.

    Attributes
    ----------
    VERSION
        Raised when a value of the version before would mean something else; ``migrated`` then says how
        the older values are to be read.

    Raises
    ------
    FusionError
        When made, for a value outside its field's range or choices.

    Examples
    --------
    >>> RefinementParameters(window_radius=7).window_radius
    7
    >>> RefinementParameters(window_radius=0)
    Traceback (most recent call last):
    fusion.errors.FusionError: window_radius is 0; it must be from 1 to 50
    """

    VERSION: ClassVar[int] = 1

    @classmethod
    def migrated(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        """Values that were recorded with an older ``version``, for this one."""
        del version
        return values

    def __post_init__(self) -> None:
        check(self)


def for_a_first_look(parameters: Parameters) -> Parameters:
    """The parameters with the accuracy ``QUICK`` if it is ``AUTO``; else unchanged."""
    if getattr(parameters, "accuracy", None) != AUTO:
        return parameters
    values = {item.name: getattr(parameters, item.name) for item in dataclasses.fields(parameters)}
    return type(parameters)(**{**values, "accuracy": QUICK})


@dataclass(frozen=True)
class RefinementParameters(Parameters):
    """Window of the activity map, consistency verification, guided filter; as published by default."""

    window_radius: int = parameter(
        5, "Window radius", "Half side of the window over which sharpness is summed.", 1, 50, 1,
        unit="px",
    )
    window: str = parameter(
        "box", "Window shape",
        "box: all pixels of the window count alike, as published. gaussian: nearer ones count more.",
        choices=("box", "gaussian"),
    )
    disk_radius: int = parameter(
        5, "Consistency radius", "Radius of the disk that opens and closes the decision map.", 0, 50, 1,
        unit="px",
    )
    smallest_area: float = parameter(
        0.01, "Smallest region",
        "Regions of the decision smaller than this share of the picture join their surroundings.",
        0.0, 0.25, 0.001,
    )
    guide_radius: int = parameter(
        4, "Softening radius", "Window radius of the guided filter that softens the decision.",
        1, 100, 1, unit="px",
    )
    guide_epsilon: float = parameter(
        0.1, "Softening strength",
        "ε of the guided filter, on intensities from 0 to 1: larger is softer, smaller follows edges.",
        1e-6, 10.0, 0.01,
    )


@dataclass(frozen=True)
class ActivityParameters(RefinementParameters):
    """What methods that compare activity maps share beside the published values."""

    VERSION: ClassVar[int] = 2

    area_limit: str = parameter(
        ADAPTIVE, "Area limit",
        "adaptive: smaller regions are kept where the limit would turn over more than 3 % of what was "
        "decided confidently. fixed: as published.",
        choices=(ADAPTIVE, FIXED),
    )  # fmt: skip
    priority: str = priority_parameter()

    @classmethod
    def migrated(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        """In the first version the limit was fixed."""
        return {**values, "area_limit": FIXED} if version < 2 else values


CROSS_MODAL = "cross-modal"
MODELS = ("auto", "none", "shift", "similarity", "affine", "homography", CROSS_MODAL)
"""Motion models: ``auto`` takes the simplest that explains the frames, ``none`` registers nothing, and
``cross-modal`` is for frames whose brightnesses have no relation, infrared and visible."""


@dataclass(frozen=True)
class RegistrationParameters(Parameters):
    """How frames are registered before they are fused.

    Attributes
    ----------
    model
        The motion between the frames.
    reference
        Index of the frame whose geometry the result has, from 0; None for the middle one.
    keep_size
        Whether the result keeps the reference's size instead of being cropped to what all frames show.
    even_exposure
        Whether exposure and white balance are evened out.
    keep, leave_out
        Indices of frames that take part, or do not, whatever is found about them.

    Raises
    ------
    FusionError
        When made, for an unknown model.

    Examples
    --------
    >>> RegistrationParameters("similarity").model
    'similarity'
    """

    model: str = parameter(
        "auto", "Motion",
        "auto: the simplest motion that explains the frames; registered frames stay as they are. none: "
        "the frames are taken as they are. cross-modal: for infrared and visible pictures; by where "
        "edges lie, whichever side is brighter, with a smooth displacement where that fits better.",
        choices=MODELS,
    )  # fmt: skip
    reference: int | None = None
    keep_size: bool = parameter(
        False, "Keep the size",
        "Keep the size of the reference frame instead of cropping to what all frames show.",
    )
    even_exposure: bool = parameter(
        True, "Even exposure", "Even out exposure and white balance between the frames."
    )
    keep: tuple[int, ...] = ()
    leave_out: tuple[int, ...] = ()


AS_THEY_ARE = RegistrationParameters("none", even_exposure=False)
"""Frames are neither moved nor brightened."""


def default_registration(purpose: str) -> RegistrationParameters:
    """How frames of a kind of fusion are registered unless asked: those with roles not at all, and the
    result has the geometry of the last, the visible one."""
    roles = ROLES[purpose]
    return replace(AS_THEY_ARE, reference=len(roles) - 1) if roles else RegistrationParameters()


@dataclass(frozen=True)
class SlabParameters(Parameters):
    """A long stack in slabs of consecutive frames, fused one by one, and their results again."""

    size: int = parameter(
        0, "Slab", "How many frames make a slab; 0: all frames are fused at once.", 0, 1000, 1
    )
    overlap: int = parameter(
        3, "Overlap", "How many frames a slab shares with the next one.", 0, 999, 1
    )


@dataclass(frozen=True)
class FusionSettings:
    """Method, parameters, device and registration of a fusion.

    Attributes
    ----------
    method
        Name of a registered method (``fusion.methods()``), or ``"auto"``: ``sesf`` with two frames,
        ``learned-decision`` with more; for infrared and visible see ``fusion.completion``.
    parameters
        That method's parameters; None stands for its defaults.
    device
        ``"auto"`` (CUDA where it works, else the CPU), ``"cpu"`` or ``"cuda"``.
    registration
        How the frames are registered first; None for the default of the kind of fusion.
    slabs
        In how many steps a long stack is fused.
    purpose
        The kind of fusion, one of ``ROLES``; None for what the method is made for, ``multifocus`` first.
    roles
        One of ``ROLE_ORDERS``: which source is the infrared and which the visible one.

    Raises
    ------
    FusionError
        For another device, kind of fusion or order of roles.

    Examples
    --------
    >>> FusionSettings("average", device="cpu").method
    'average'
    """

    method: str = AUTO
    parameters: Parameters | None = None
    device: str = "auto"
    registration: RegistrationParameters | None = None
    slabs: SlabParameters = SlabParameters()
    purpose: str | None = None
    roles: str = RECOGNISED

    def __post_init__(self) -> None:
        if self.device not in DEVICES:
            raise FusionError(
                "unknown-device", "the device is {device!r}; it must be one of {known}",
                device=self.device, known=", ".join(DEVICES),
            )  # fmt: skip
        if self.purpose is not None and self.purpose not in ROLES:
            raise FusionError(
                "unknown-purpose", "the kind of fusion is {purpose!r}; it must be one of {known}",
                purpose=self.purpose, known=", ".join(ROLES),
            )  # fmt: skip
        if self.roles not in ROLE_ORDERS:
            raise FusionError(
                "unknown-role-order", "roles is {roles!r}; it must be one of {known}",
                roles=self.roles, known=", ".join(ROLE_ORDERS),
            )  # fmt: skip

    @property
    def role_names(self) -> tuple[str, ...]:
        """What each frame is, in order; empty where all are alike."""
        return ROLES[self.purpose or MULTIFOCUS]
