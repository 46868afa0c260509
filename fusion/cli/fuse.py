"""``fuse``: sources in, one sharp picture out."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from fusion.cli import dyes, extras, kinds, registering, saving, slabs, strokes, timings_table
from fusion.cli.bar import progress_bar
from fusion.cli.outputs import check_outputs
from fusion.completion import AUTO_INFRARED, complete, possible_methods
from fusion.contracts import Method
from fusion.errors import FusionError, WrongUsageError
from fusion.files import SaveOptions, losses, save_photo
from fusion.files.metadata.carried import as_map
from fusion.files.names import fill
from fusion.files.outputs import refuse_nameless
from fusion.layered.saving import refuse_other_ending
from fusion.photo import Photo
from fusion.pipeline import fuse
from fusion.record import sidecar_of, write_sidecar
from fusion.recorded_paths import weights_of
from fusion.register.registration import Registration
from fusion.registry import find_method, methods
from fusion.settings import AUTO, DEVICES, MULTIFOCUS, FusionSettings, Parameters
from fusion.stage_timer import StageTimer

PRESETS = {"published": "sesf-published"}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser; those of the methods come from their parameters."""
    parser.description = (
        "Fuse photographs of one scene, all of one size, into one that is sharp everywhere; or an "
        "infrared and a visible picture into one that shows both."
    )
    parser.epilog = "example: python -m fusion fuse near.jpg far.jpg -o sharp.jpg"
    parser.add_argument(
        "sources", nargs="+", type=Path, metavar="SOURCE",
        help="two pictures or more; a folder stands for its pictures",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT",
        help="the result; its ending says the format: .jpg, .png, .tif, .bmp, .webp. The name may hold "
        "{first}, {last}, {count}, {method}, {date}, {time}",
    )
    parser.add_argument(
        "--method", choices=[AUTO, *methods()], default=None,
        help="how to fuse (default: auto, which is sesf for two sources and learned-decision for more; "
        f"for infrared and visible {AUTO_INFRARED})",
    )
    kinds.add_kind_options(parser)
    parser.add_argument(
        "--preset", choices=sorted(PRESETS), help="published: the published program to the letter"
    )
    parser.add_argument(
        "--device", choices=DEVICES, default="auto", help="where to compute (default: %(default)s)"
    )
    parser.add_argument(
        "--decision-map", type=Path, metavar="FILE",
        help="also save which source gave each pixel, white for the first",
    )
    parser.add_argument(
        "--timings", action="store_true", help="say where the time went, and the most memory held"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    extras.add_extra_options(parser)
    registering.add_registration_options(parser)
    slabs.add_slab_options(parser)
    strokes.add_stroke_options(parser)
    saving.add_reading_options(parser)
    saving.add_saving_options(parser)
    add_parameter_options(parser)
    parser.set_defaults(run=run)


def add_parameter_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each parameter of a method."""
    group = parser.add_argument_group("parameters of the method")
    for field in parameter_fields().values():
        group.add_argument(
            "--" + field.name.replace("_", "-"),
            type=type(field.default),
            choices=field.metadata["choices"],
            metavar=metavar(field),
            dest=f"parameter_{field.name}",
            help=describe(field),
        )


def parameter_fields() -> dict[str, dataclasses.Field[Any]]:
    """The parameters of all methods by name; methods that share a name share its meaning."""
    return {
        field.name: field
        for method in methods().values()
        for field in dataclasses.fields(method.parameters)
    }


def metavar(field: dataclasses.Field[Any]) -> str | None:
    """What stands for a parameter's value in the help; None lists its choices."""
    if field.metadata["choices"]:
        return None
    return "FILE" if isinstance(field.default, str) else "N"


def describe(field: dataclasses.Field[Any]) -> str:
    """Help text with range and default."""
    declared = field.metadata
    low, high = declared["minimum"], declared["maximum"]
    allowed = "" if low is None else f" From {low} to {high}."
    default = "" if field.default == "" else f" Default {field.default}."
    return f"{declared['help']}{allowed}{default}".replace("%", "%%")


def run(options: argparse.Namespace) -> int:
    """Fuse what the options name, each dye of a z-stack by itself; returns the exit code."""
    options.sources = saving.named_sources(options)
    stacks = dyes.stacks_of(options.sources, options.pages, options.dye)
    given = registering.given_registration(options)
    options.retouch = strokes.strokes_of(options)
    parts = [dyes.of_dye(options, number, len(stacks)) for number in range(1, len(stacks) + 1)]
    for part, stack in zip(parts, stacks, strict=True):
        settings = read_settings(part, len(stack.sources))
        for method in possible_methods(settings, len(stack.sources)):
            check_results(part, stack, settings, read_output(part, method))
    kinds.hint_at_roles(options)
    for part, stack in zip(parts, stacks, strict=True):
        found = fuse_stack(part, stack, given)
        given = given or dyes.geometry_of(found)
    return 0


def fuse_stack(
    options: argparse.Namespace, stack: dyes.Stack, given: Registration | None
) -> Registration | None:
    """Fuse one stack and save the result; returns how its frames were registered."""
    before, timer = timings_table.process_seconds(), StageTimer()
    places, sources = stack.places, stack.sources
    settings, save_options = read_settings(options, len(sources)), read_save_options(options)
    outputs = {name: read_output(options, name) for name in possible_methods(settings, len(sources))}
    timer.note("checking what was asked")
    save_slab = slabs.slab_saver(options)
    with progress_bar() as progress:
        finish = extras.finish_of(options, progress)
        result = fuse(
            sources, settings, progress, saving.reading_options(options), given, finish, save_slab,
            saving.size_checker((*outputs.values(), options.decision_map, options.depth)),
            options.retouch,
        )  # fmt: skip
    output = outputs[result.settings.method]
    timer.include(result.timings)
    save_photo(result.photo, output, options.sources, save_options, timer)
    if options.decision_map is not None and result.decision is not None:
        decision = as_map(Photo(result.decision.as_grey()), "decision")
        save_photo(decision, options.decision_map, options.sources)
    if options.sidecar and result.record is not None:
        write_sidecar(result.record, output, tuple(places[number] for number in result.order))
    for note in [*result.notes, *losses(result.photo, output)]:
        print(f"note: {note}", file=sys.stderr)
    timer.note("notes and extra files")
    if options.timings:
        table = timings_table.report(before, timer.timings, timings_table.process_seconds())
        print(table, file=sys.stderr)
    print(f"{output}  ({result.settings.method}, {result.device})")
    return result.registration


def check_results(
    options: argparse.Namespace, stack: dyes.Stack, settings: FusionSettings, output: Path
) -> None:
    """Raise for what could not be written, or would be written over something."""
    if options.layers is not None:
        refuse_other_ending(options.layers)
    check_outputs(
        [output, options.decision_map, options.depth],
        [options.save_transforms, options.layers],
        [options.save_aligned, options.save_slabs],
        [
            *([sidecar_of(output)] if options.sidecar else []),
            *extras.aligned_files(options.save_aligned, stack.places),
            *slabs.slab_files(options.save_slabs, settings.slabs, len(stack.sources)),
        ],
        [*options.sources, options.transforms, options.strokes, weights_of(settings.parameters)],
    )


def read_output(options: argparse.Namespace, method: str) -> Path:
    """The path of the result, with the template filled in; raises ``WrongUsageError``."""
    try:
        refuse_nameless(options.output)
        return fill(options.output, options.sources, method, datetime.now())
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def read_save_options(options: argparse.Namespace) -> SaveOptions:
    """How to save; raises ``WrongUsageError``."""
    try:
        return saving.saving_options(options)
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def read_settings(options: argparse.Namespace, frames: int) -> FusionSettings:
    """The settings that the options ask for; raises ``WrongUsageError``."""
    if options.preset and options.method not in (None, PRESETS[options.preset]):
        raise WrongUsageError(
            "preset-and-method", "--preset {preset} chooses the method; leave --method out",
            preset=options.preset,
        )  # fmt: skip
    if frames < 2:
        raise WrongUsageError(
            "too-few-files-to-fuse",
            "fusing takes two sources at least; give another file",
        )
    name = PRESETS[options.preset] if options.preset else options.method or AUTO
    try:
        asked = complete(FusionSettings(name, purpose=options.kind), frames)
    except FusionError as error:
        raise WrongUsageError.of(error) from error
    method = find_method(asked.method)
    kinds.check_kind(options, asked)
    if options.decision_map is not None and method.kind != "decision":
        raise WrongUsageError(
            "no-map-of-this-method",
            "the method {method} mixes the sources and has no decision map; leave --decision-map out",
            method=method.name,
        )
    try:
        return FusionSettings(
            name,
            read_parameters(options, method),
            options.device,
            registering.registration_parameters(options, frames, asked.purpose or MULTIFOCUS),
            slabs.slab_parameters(options),
            asked.purpose,
            kinds.role_order(options),
        )
    except FusionError as error:
        raise WrongUsageError.of(error) from error


def read_parameters(options: argparse.Namespace, method: Method[Any]) -> Parameters:
    """The method's parameters from the options; raises for an option that it does not have."""
    given = {
        name: getattr(options, f"parameter_{name}")
        for name in parameter_fields()
        if getattr(options, f"parameter_{name}") is not None
    }
    known = {field.name for field in dataclasses.fields(method.parameters)}
    for name in given:
        if name not in known:
            raise WrongUsageError(
                "option-of-another-method", "the method {method} has no --{option}",
                method=method.name, option=name.replace("_", "-"),
            )  # fmt: skip
    return method.parameters(**given)

