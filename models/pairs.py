"""``python -m models pairs``: near- and far-focused pairs from photographs with segmentation masks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from models.arrays import FloatMap
from models.manifest import replace_file
from models.training.focus_pairs import EDGES, FAR, MASK, NEAR, TRUTH, Blur, focus_pair
from models.training.photographs import find_pictures

VOID = 255
"""In a map of classes (a palette, as Pascal VOC has it): the rim of an object, neither in nor out."""
LARGEST_RADIUS = 1000
"""Of the blur, in pixels: no photograph shows a larger one."""
LEAST_SHARE = 0.02
"""Of the picture: a pair whose near or far part is smaller teaches nothing."""
NEAR_FROM = 0.5
"""Of a mask: what is above counts as near."""

@dataclass(frozen=True)
class PairOptions:
    """How pairs are made.

    Parameters
    ----------
    smallest_blur, largest_blur
        Radius of the circle of confusion in pixels, drawn between them for every photograph.
    edges
        ``"spread"``: a defocused foreground lies over what is behind it; ``"hard"``: the blur ends at
        the mask's edge.
    seed
        Of the radii.
    """

    smallest_blur: float = 2.0
    largest_blur: float = 8.0
    edges: str = EDGES[0]
    seed: int = 1

    def __post_init__(self) -> None:
        if not 0.3 <= self.smallest_blur <= self.largest_blur <= LARGEST_RADIUS:
            raise ValueError(
                f"the radii of blur are from 0.3 to {LARGEST_RADIUS} pixels, the smallest before the "
                "largest"
            )
        if self.seed < 0:
            raise ValueError("seed is a whole number from 0 on")


def make_pairs(
    photographs: Path,
    masks: Path,
    output: Path,
    options: PairOptions | None = None,
    report: Callable[[str], None] | None = None,
) -> list[str]:
    """Write a pair for every photograph that has a mask.

    Parameters
    ----------
    photographs
        Folder of photographs that are sharp everywhere.
    masks
        Folder of masks, ``NAME.*`` for the photograph ``NAME.*``: maps of classes with a palette (0 is
        the background, 255 the rim of an object, as in Pascal VOC), pictures with transparency, or grey
        pictures whose bright part is near.
    output
        Receives ``NAME_A.png`` (focused on the objects), ``NAME_B.png`` (on the background),
        ``NAME_all_in_focus.png`` and ``NAME_mask.png``: a data set for ``evaluate``, and for training.
    options
        Blur, edges and seed.
    report
        Receives a sentence for every photograph left out.

    Returns
    -------
    list of str
        Names of the pairs.

    Raises
    ------
    FileNotFoundError
        When a folder is missing or empty.
    ValueError
        When a file cannot be read, or no photograph has a mask of which a pair can be made.
    """
    options = options or PairOptions()
    of_name: dict[str, list[Path]] = {}
    for path in find_pictures([masks]):
        of_name.setdefault(path.stem, []).append(path)
    made = []
    output.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(find_pictures([photographs])):
        radius = np.random.default_rng((options.seed, number)).uniform(
            options.smallest_blur, options.largest_blur
        )
        found = of_name.get(path.stem, [])
        if not found:
            reason = "has no mask"
        elif len(found) > 1:
            reason = f"has several masks ({', '.join(each.name for each in found)})"
        elif path.stem in made:
            reason = "has the name of another photograph"
        else:
            sharp, mask = decode(path, cv2.IMREAD_COLOR), read_mask(found[0])
            reason = why_not(sharp, mask)
        if not reason:
            write_pair(output, path.stem, sharp, mask, Blur(float(radius), edges=options.edges))
            made.append(path.stem)
        elif report is not None:
            report(f"{path.name} {reason}; left out")
    if not made:
        raise ValueError(
            f"no photograph in {photographs} has a mask in {masks} of which a pair could be made"
        )
    return made


def why_not(sharp: npt.NDArray[np.uint8], mask: FloatMap) -> str:
    """Why no pair can be made of a photograph and its mask; empty where one can."""
    if mask.shape != sharp.shape[:2]:
        return "and its mask differ in size"
    near = float((mask > NEAR_FROM).mean())  # not the mean: a map of classes without a palette is dark
    if not LEAST_SHARE <= near <= 1 - LEAST_SHARE:
        return "is nearly all near or nearly all far by its mask"
    return ""


def write_pair(
    output: Path, name: str, sharp: npt.NDArray[np.uint8], mask: FloatMap, blur: Blur
) -> None:
    """Both pictures of a pair, the truth and the mask as PNG; ``sharp`` (H, W, 3) as OpenCV has it."""
    truth = sharp.astype(np.float32) / np.float32(255)
    near, far = focus_pair(truth, mask, blur)
    for ending, picture in ((NEAR, near), (FAR, far), (TRUTH, truth), (MASK, mask)):
        values = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
        replace_file(output / f"{name}{ending}.png", cv2.imencode(".png", values)[1].tobytes())


def read_mask(path: Path) -> FloatMap:
    """A mask (H, W) in [0, 1], 1 where it is near."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            if picture.mode == "P":
                return of_classes(np.asarray(picture))
            if picture.mode.startswith("I"):  # 16 bits, of which Pillow would keep what is below 256
                return np.asarray(picture, np.float32) / np.float32(65535)
            whole = "A" in picture.getbands()
            band = picture.getchannel("A") if whole else picture.convert("L")
            return np.asarray(band, np.float32) / np.float32(255)
    except OSError as error:
        raise ValueError(f"{path} cannot be read as a mask; take it out of the folder") from error


def of_classes(classes: npt.NDArray[np.uint8]) -> FloatMap:
    """The mask of a map of classes: every object is near; its rim is halved between in and out. Where
    there are rims alone, they are the objects.

    Examples
    --------
    >>> of_classes(np.array([[0, 255, 255, 7]], np.uint8)).tolist()
    [[0.0, 0.0, 1.0, 1.0]]
    """
    objects, background = (classes > 0) & (classes != VOID), classes == 0
    if not objects.any():
        objects = ~background
    if not background.any():
        return objects.astype(np.float32)
    to_object, to_background = (
        cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        for known in (objects, background)
    )
    return (to_object < to_background).astype(np.float32)


def decode(path: Path, flags: int) -> npt.NDArray[np.uint8]:
    """The pixels of a picture as OpenCV has them; ``ValueError`` where it cannot be read."""
    encoded = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(encoded, flags) if encoded.size else None
    if picture is None:
        raise ValueError(f"{path} cannot be read as a photograph; take it out of the folder")
    return np.asarray(picture, np.uint8)
