"""What others call in fusion says what goes in and out, and every example gives what it says."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import fusion
from fusion.registry import methods

STEPS = {
    "fusion.pipeline": "decide_by_activity decide_by_scores verify",
    "fusion.frames.sources": "read_sources",
    "fusion.frames.store": "FrameStore",
    "fusion.frames.scratch": "scratch_array",
    "fusion.frames.memory": "reduced_luminance",
    "fusion.frames.luminance": "LuminanceStack",
    "fusion.frames.luminance_range": "LuminanceRange",
    "fusion.frames.validity": "Validity only_valid",
    "fusion.activity.activity_map": "gradient_energy activity_map",
    "fusion.activity.comparison": "RunningComparison",
    "fusion.activity.activity_half_first": "compare_half_first",
    "fusion.activity.leading_frames": "LeadingFrames",
    "fusion.activity.scores_half_first": "leading_half_first",
    "fusion.refine.consistency": "verified_labels",
    "fusion.refine.guided_filter": "guided_filter",
    "fusion.refine.doubt": "DoubtfulPlace doubtful_places",
    "fusion.refine.confidence": "activity_confidence overturned_share",
    "fusion.render.picking": "pick",
    "fusion.render.soft_boundaries": "mix_along_boundaries",
    "fusion.render.two_best": "mix_two_best",
    "fusion.layered.masks": "Masks Composite",
    "fusion.depth.depth_map": "DepthMap DepthParameters depth_of",
    "fusion.depth.focus_peak": "measure_peak",
    "fusion.depth.smoothing": "smooth_along_edges",
    "fusion.depth.saving": "save_depth",
    "fusion.depth.views": "view_from_side",
    "fusion.depth.stereo": "side_by_side anaglyph",
    "fusion.depth.animation": "rocking_views",
    "fusion.depth.mesh": "glb_of",
    "fusion.retouch.stroke": "FrameSource Recipe Brush Stroke Retouch",
    "fusion.retouch.stroke_file": "content_of retouch_from save_strokes read_strokes",
    "fusion.retouch.rasterising": "DabWalker multiply_dab weights_of",
    "fusion.retouch.snapping": "held_by_edges",
    "fusion.retouch.brightness": "matched",
    "fusion.retouch.choice": "painted_choice",
    "fusion.retouch.sources": "Layers number_of source_of",
    "fusion.retouch.placing": "placed",
    "fusion.retouch.recipes": "outcome_of recipe_of",
    "fusion.retouch.painting": "Painting",
    "fusion.retouch.open_stroke": "OpenStroke",
    "fusion.retouch.sharpest": "sharpest_at",
    "fusion.retouch.retouching": "Retouching retouched",
    "fusion.record": "Record SourceRecord record_of hash_of write_sidecar read_record from_json",
    "fusion.project.project": "ProjectSource ProjectResult Project",
    "fusion.project.project_file": "content_of project_from save_project read_project",
    "fusion.project.settings_content": "settings_content settings_from",
    "fusion.project.finding": "Place find_files",
    "fusion.files": "losses pages_of",
}
"""The steps from files to a result and back, beside what ``fusion.__all__`` names."""

ALGORITHMS = {
    "decide_by_activity", "decide_by_scores", "verify", "gradient_energy", "activity_map",
    "compare_half_first", "LeadingFrames", "leading_half_first", "verified_labels", "guided_filter",
    "activity_confidence", "overturned_share", "mix_along_boundaries", "mix_two_best",
    "multiply_dab", "weights_of", "held_by_edges", "matched", "painted_choice", "retouched",
    "depth_of", "measure_peak", "smooth_along_edges", "view_from_side", "anaglyph", "glb_of",
}  # fmt: skip
"""Steps that come from a paper or were made here, and that can go wrong: they say both."""

RAISING = {
    "fuse", "complete", "get_ready", "decide_by_activity", "decide_by_scores", "find_method",
    "load_photo", "save_photo", "pages_of", "read_sources", "read_record", "write_sidecar", "from_json",
    "MatchingFrames", "FrameStore", "Photo", "Parameters", "FusionSettings", "ReadOptions",
    "SaveOptions", "scratch_array", "reduced_luminance", "Note", "FusionError",
    "DepthMap", "depth_of", "save_depth", "Brush", "retouch_from", "save_strokes", "read_strokes",
    "number_of", "outcome_of", "retouched", "Layers", "project_from", "save_project", "read_project",
    "settings_from", "find_files",
}  # fmt: skip
"""What raises an error for what a user gave it."""

PUBLIC = [getattr(fusion, name) for name in fusion.__all__ if name != "__version__"]
PUBLIC += [
    getattr(importlib.import_module(module), name)
    for module, names in STEPS.items()
    for name in names.split()
]
METHODS = methods()
SOURCE = re.compile(r"\b(19|20)\d\d\b|Made here")
"""The year of a paper, or that there is none."""


def modules() -> Iterator[str]:
    """Every module of fusion; the metrics have a test of their own, and one backend needs torch."""
    yield "fusion"
    for module in pkgutil.walk_packages(fusion.__path__, "fusion."):
        if not module.name.startswith(("fusion.metrics", "fusion.backends.torch", "fusion.__main__")):
            yield module.name


def sections_of(documented: object) -> dict[str, str]:
    """The text of each numpydoc section by its heading."""
    text = inspect.getdoc(documented) or ""
    text = text.replace("Known\nweakness", "Known weakness")
    split = re.split(r"^(\w[\w ]*)\n-{3,}\n", text, flags=re.MULTILINE)
    return dict(zip(split[1::2], split[2::2], strict=True))


def taken_by(called: Any) -> list[str]:
    """The names of what a function, a class or what is called like it takes."""
    if dataclasses.is_dataclass(called):
        return [field.name for field in dataclasses.fields(called)]
    if inspect.isclass(called):
        own = vars(called).get("__call__") or vars(called).get("__init__")
        return [] if own is None else list(inspect.signature(own).parameters)[1:]
    return list(inspect.signature(called).parameters)


def named_in(section: str) -> list[str]:
    """The names that a section describes: lines that are not indented, without their type."""
    lines = re.findall(r"^(\w[^:\n]*)", section, re.MULTILINE)
    return [name.strip() for line in lines for name in line.split(",")]


@pytest.mark.parametrize("called", PUBLIC, ids=lambda called: called.__name__)
def test_what_goes_in_and_out_is_said(called: Any) -> None:
    sections, taken = sections_of(called), taken_by(called)
    described = named_in(sections.get("Parameters", "")) + named_in(sections.get("Attributes", ""))
    assert set(taken) <= set(described), "what it takes"
    returned = None if inspect.isclass(called) else inspect.signature(called).return_annotation
    assert ("Returns" in sections) == (returned not in (None, "None")), "what it returns"
    assert ("Raises" in sections) or called.__name__ not in RAISING, "what it raises"
    assert ">>> " in sections.get("Examples", ""), "an example"
    if called.__name__ in ALGORITHMS:
        assert SOURCE.search(sections.get("Notes", "")), "where it comes from"
        assert "Known weakness" in sections["Notes"]


@pytest.mark.parametrize("name", METHODS)
def test_a_method_has_each_section(name: str) -> None:
    function = METHODS[name].plan or METHODS[name].fuse
    sections = sections_of(function)
    assert {"Parameters", "Returns", "Notes", "Examples"} <= sections.keys()
    assert set(named_in(sections["Parameters"])) == set(taken_by(function))
    assert SOURCE.search(sections["Notes"])
    assert "Known weakness: " in sections["Notes"]
    assert ">>> " in sections["Examples"]


@pytest.mark.parametrize("name", list(modules()))
def test_the_examples_of_a_module_give_what_they_say(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)  # some write files
    assert doctest.testmod(importlib.import_module(name)).failed == 0
