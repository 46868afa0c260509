"""Every method gets a picture, a paragraph and a row; FusionDiff's card names its runs' commands."""

from dataclasses import asdict, replace

import pytest

from benchmarks import diffusion_card, method_pages
from fusion import find_method, methods
from models.fusiondiff.settings import DiffusionTrainingSettings

RESULTS = {
    "nyud20": [
        {"label": "average", "pictures": 2, "means": {"PSNR_reference": 30.126, "no source's, %": 78.5}},
        {"label": "fusiondiff", "pictures": 2, "means": {"PSNR_reference": 35.5}},
        {"label": "fusiondiff:sampler=ddim", "pictures": 2, "means": {"PSNR_reference": 36.5}},
    ]
}


def test_a_section_has_picture_paragraph_and_figures() -> None:
    costs = {"average": {"0.3": {"processor": 1.2, "megabytes": 120}, "24": {"reason": "too large"}}}
    text = "\n".join(method_pages.section(find_method("average"), RESULTS, costs))
    assert text.startswith("### Average\n")
    assert "](../pictures/methods/average.jpg)" in text
    assert "`average` paints. The mean of all sources" in text
    assert "| – | 30.13 | 78.500 | – |" in text
    assert text.rstrip().endswith("| 1.2 | 120 | too large | – |")


def test_every_method_has_a_section_and_its_own_pictures() -> None:
    names = []
    for method in methods().values():
        assert len(list(method_pages.section(method, {}, {}))) >= 6
        names += [method_pages.name_of(method, purpose) for purpose in method_pages.purposes(method)]
    assert len(names) == len(set(names)) >= len(methods())


@pytest.mark.parametrize("purpose", ["multifocus", "infrared-visible"])
def test_a_picture_shows_both_sources_and_the_result(purpose: str) -> None:
    shown = method_pages.strip(find_method("average"), purpose)
    side = method_pages.SIDE
    assert shown.shape == (side, 3 * side + 12, 3)
    assert shown[:, -side:].std() > 5


def test_only_what_is_between_the_marks_is_replaced() -> None:
    page = f"before\n{method_pages.BEGIN}\nold\n{method_pages.END}\nafter\n"
    new = method_pages.written(page, "new")
    assert "old" not in new
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert method_pages.written(new, "new") == new
    with pytest.raises(ValueError, match="lacks the marks"):
        method_pages.written("nothing", "new")


def test_the_card_tells_the_commands_of_all_runs_and_no_path_of_theirs() -> None:
    first = DiffusionTrainingSettings()
    second = replace(first, start="somewhere/else", first_step=1500, rate=1e-3)
    text = diffusion_card.commands([asdict(first), asdict(second)])
    assert text.count("python -m models train --method fusiondiff") == 2
    assert "-o RUN2 --threads 1 --rate 0.001 --start RUN1 --first-step 1500" in text
    assert "somewhere" not in text


def test_the_card_has_a_row_for_each_sampler_or_says_that_nothing_was_measured() -> None:
    table = diffusion_card.table(RESULTS)
    assert "| `fusiondiff:sampler=ddim` | – | 36.50 | – | – |" in table
    assert table.endswith("Means over 2 of nyud20.")
    assert diffusion_card.table({}) == diffusion_card.NOT_MEASURED
