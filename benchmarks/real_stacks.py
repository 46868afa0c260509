"""Real stacks fused, timed, and cut out at 100 % for looking at, ours beside others.

    python -m benchmarks.real_stacks OUTPUT [--stacks insect17,pcb] [--method auto] [--detail] [--peers]
        [--focusweave-python PATH] [--perturbed insect17:6] [--cores 2]

For every stack of the development data: seconds by the clock and of the processor, the most memory held
(mapped pages counted), and with ``--detail`` the shares of made-up detail, beyond what one frame has and
beyond what two have (`fusion.activity.made_up_detail`), from a second run that saves the registered
frames. OUTPUT gets the fused pictures and, in ``crops``, their pieces as JPEG; those of other programs,
whose reference is another frame, show about the same place. ``--perturbed NAME:N`` takes only that
stack, every frame N times, each moved a little, for measuring memory with many frames.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from benchmarks import enfuse
from benchmarks.machine import machine
from benchmarks.made_up_detail import pictures
from benchmarks.measured_run import added, measured_run
from benchmarks.optics.capture import Capture
from benchmarks.peers import hugin
from benchmarks.scene_sets import SHARED, read_picture
from benchmarks.speed_runs import Run
from fusion import load_photo
from fusion.activity.made_up_detail import made_up_share, share_beyond_two

PLACES: dict[str, tuple[tuple[float, float], ...]] = {
    "insect17": ((0.36, 0.58), (0.68, 0.14), (0.85, 0.60)),
    "rose53": ((0.50, 0.42), (0.20, 0.30)),
    "keyboard32": ((0.45, 0.70), (0.55, 0.20)),
    "tube12": ((0.30, 0.40), (0.50, 0.50)),
    "beetle28": ((0.35, 0.45), (0.70, 0.80)),
    "pcb": ((0.40, 0.50), (0.78, 0.65), (0.40, 0.15)),
    "depthmap": ((0.47, 0.16), (0.50, 0.55)),
    "box3": ((0.35, 0.40), (0.50, 0.75)),
    "poster_handheld": ((0.50, 0.45), (0.50, 0.75)),
    "bottle_handheld": ((0.20, 0.60), (0.75, 0.50)),
    "algae20mp": ((0.75, 0.52), (0.65, 0.14)),
}
"""For each stack the centres (x, y) of its pieces, as shares of width and height."""

Way = Callable[[Sequence[Path], Path], Run]
"""A program: from frames and the file to write to what it took."""

PIECE_PX = 480
_QUALITY = 92


@dataclass(frozen=True)
class Line:
    """One program on one stack; `made_up` are the shares, from 0 to 1, of blocks with more detail than
    one frame and than two frames have; None where they were not measured."""

    stack: str
    program: str
    frames: int
    megapixels: float
    run: Run
    made_up: tuple[float, float] | None = None


def real_stacks(shared: Path = SHARED) -> dict[str, list[Path]]:
    """The files of each stack, by name, in the order of focus."""
    found = {
        folder.name: sorted(folder.iterdir())
        for folder in sorted((shared / "stacks").iterdir())
        if folder.name in PLACES
    }
    found["algae20mp"] = sorted((shared / "large").glob("algae20mp_*.jpg"))
    return {name: [path.resolve() for path in paths] for name, paths in found.items() if paths}


def fuse_command(paths: Sequence[Path], target: Path, method: str, *more: str) -> list[str]:
    """Our command line."""
    return [
        sys.executable, "-m", "fusion", "fuse", *map(str, paths), "-o", str(target),
        "--method", method, "--align", "auto", *more,
    ]  # fmt: skip


def ours(paths: Sequence[Path], target: Path, method: str, cores: int | None) -> Run:
    """Registered and fused by this program."""
    return measured_run(fuse_command(paths, target, method), cores)


def aligned_and_enfused(paths: Sequence[Path], target: Path, cores: int | None) -> Run:
    """align_image_stack, then enfuse."""
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        first = measured_run(hugin.remapping(paths, folder, crop=True), cores)
        aligned = map(str, hugin.remapped(folder))
        command = [enfuse.PROGRAM, *enfuse.OPTIONS, f"--output={target}", *aligned]
        return added([first, measured_run(command, cores)])


def by_focusweave(python: Path, paths: Sequence[Path], target: Path, cores: int | None) -> Run:
    """FocusWeave, from a folder that holds nothing but the frames."""
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        for number, path in enumerate(paths):
            (Path(name) / f"{number:04d}{path.suffix.lower()}").symlink_to(path)
        command = [str(python), "-m", "focusweave.main", name, "--output", str(target)]
        return measured_run(command, cores)


def made_up(paths: Sequence[Path], method: str) -> tuple[float, float]:
    """The shares of made-up detail, of a run that also saves the registered frames."""
    with tempfile.TemporaryDirectory() as name:
        target, aligned = Path(name) / "fused.png", Path(name) / "aligned"
        aligned.mkdir()
        measured_run(fuse_command(paths, target, method, "--save-aligned", str(aligned)))
        fused = load_photo(target)
        return made_up_share(fused, pictures(aligned)), share_beyond_two(fused, pictures(aligned))


def perturbed(paths: Sequence[Path], times: int, folder: Path) -> list[Path]:
    """Every frame `times` times, each moved by up to 4 px, 0.1° and 0.2 %; as JPEG in a folder."""
    random = np.random.default_rng(23)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number, path in enumerate(paths):
        for again in range(times):
            x, y, turn, growth = random.uniform(-1.0, 1.0, 4)
            target = folder / f"{number:04d}_{again}.jpg"
            made.append(target)
            if target.is_file():
                continue
            picture = read_picture(path)
            pose = Capture(1 + 0.002 * growth, (4.0 * x, 4.0 * y), 0.1 * turn)
            h, w = picture.shape[:2]
            moved = cv2.warpAffine(
                picture, pose.transform((h, w))[:2], (w, h), flags=cv2.INTER_LANCZOS4,
                borderMode=cv2.BORDER_REFLECT,
            )  # fmt: skip
            written = cv2.cvtColor(moved, cv2.COLOR_RGB2BGR)
            cv2.imwrite(str(target), written, [cv2.IMWRITE_JPEG_QUALITY, 95])
    return made


def cut(target: Path, stack: str, program: str, folder: Path) -> None:
    """The pieces of a fused picture at 100 %, as JPEG."""
    picture = cv2.imread(str(target), cv2.IMREAD_COLOR)
    if picture is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    h, w = picture.shape[:2]
    side = min(PIECE_PX, h, w)
    for number, (x, y) in enumerate(PLACES.get(stack, ((0.5, 0.5),)), start=1):
        left, top = (
            int(np.clip(share * full - side / 2, 0, full - side)) for share, full in ((x, w), (y, h))
        )
        piece = picture[top : top + side, left : left + side]
        path = folder / f"{stack}-{number}-{program}.jpg"
        cv2.imwrite(str(path), piece, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def ways(options: argparse.Namespace) -> dict[str, Way]:
    """The programs to run, each from frames to a fused picture."""
    cores = options.cores
    there: dict[str, Way] = {}
    for method in options.method.split(","):
        there[f"parfocal {method}"] = partial(ours, method=method, cores=cores)
    if options.peers and hugin.is_installed() and enfuse.is_installed():
        there["align_image_stack + enfuse"] = partial(aligned_and_enfused, cores=cores)
    elif options.peers:
        print(f"{hugin.MISSING} {enfuse.MISSING}", file=sys.stderr)
    if options.focusweave_python:
        there["focusweave"] = partial(by_focusweave, options.focusweave_python.absolute(), cores=cores)
    return there


def measure(stack: str, paths: Sequence[Path], options: argparse.Namespace) -> list[Line]:
    """All programs on one stack; their pictures and pieces are written."""
    h, w = load_photo(paths[0]).pixels.shape[:2]
    lines = []
    for program, way in ways(options).items():
        slug = program.replace(" + ", "-").replace(" ", "-")
        target = (options.output / f"{stack}-{slug}.tif").absolute()
        try:
            run = way(paths, target)
        except RuntimeError as error:
            print(f"{stack}: {error}", file=sys.stderr)
            continue
        cut(target, stack, slug, options.output / "crops")
        method = program.removeprefix("parfocal ")
        share = made_up(paths, method) if options.detail and method != program else None
        lines.append(Line(stack, program, len(paths), h * w / 1e6, run, share))
    return lines


def table(lines: Sequence[Line]) -> str:
    """A Markdown table."""
    rows = [
        "| stack | frames | megapixels | program | seconds | processor seconds | MB | beyond one frame "
        "| beyond two |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        share = " | ".join(f"{part:.2%}" for part in line.made_up) if line.made_up else " | "
        rows.append(
            f"| {line.stack} | {line.frames} | {line.megapixels:.1f} | {line.program} "
            f"| {line.run.seconds:.1f} | {line.run.processor:.1f} | {line.run.megabytes:.0f} | {share} |"
        )
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("output", type=Path, help="folder for pictures and their pieces")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the development data")
    parser.add_argument("--stacks", default=",".join(PLACES), help="which, with commas between")
    parser.add_argument("--method", default="auto", help="methods, with commas between")
    parser.add_argument("--cores", type=int, help="processor cores that each program may use")
    parser.add_argument("--detail", action="store_true", help="also the share of made-up detail")
    parser.add_argument("--peers", action="store_true", help="also align_image_stack + enfuse")
    parser.add_argument("--focusweave-python", type=Path, help="Python that has FocusWeave")
    parser.add_argument("--perturbed", metavar="NAME:N", help="only this stack, every frame N times")
    parser.add_argument("--clean", action="store_true", help="remove the fused pictures at the end")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    found = real_stacks(options.shared)
    chosen = {name: found[name] for name in options.stacks.split(",")}
    if options.perturbed:
        name, times = options.perturbed.split(":")
        made = perturbed(found[name], int(times), options.output / f"{name}-perturbed")
        chosen = {name: [path.absolute() for path in made]}
    lines = [line for stack, paths in tqdm(chosen.items()) for line in measure(stack, paths, options)]
    print(f"{machine()}\n\n{table(lines)}")
    if options.clean:
        for path in options.output.glob("*.tif"):
            path.unlink()
        for folder in options.output.glob("*-perturbed"):
            shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
