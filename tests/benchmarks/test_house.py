"""The counts of the source count what they say."""

from pathlib import Path

import pytest

from benchmarks import house
from benchmarks.house import Module

PUBLIC = '''
def shown(first: int, *rest: int, key: str = "") -> int:
    """A sum.

    Parameters
    ----------
    first
        A number.

    Examples
    --------
    >>> shown(1)
    """
    total = first
    return total


def bare(value):
    return value


def _hidden() -> None:
    """Not public."""


class Shown:
    def method(self, value: int) -> int:
        """A value."""
        return value
'''


def test_a_row_holds_lines_bodies_docstrings_types_and_parameters() -> None:
    modules = [Module.of("a", PUBLIC), Module.of("a.b", "", is_package=True)]
    lines = len(PUBLIC.splitlines())
    assert house.row(modules) == f"| Parfocal | {lines // 2}/{lines}/{lines} | 1/2/2 | 67/75 % | 3 |"


def test_sections_of_module_level_functions_are_counted() -> None:
    text = house.docstrings([Module.of("a", PUBLIC)])
    assert text.startswith("Of 2 module-level public functions 1 have a Parameters section and 1 an ")
    assert text.endswith("the median docstring has 5 words.")


def test_a_body_ends_before_the_next_function_and_begins_after_the_docstring() -> None:
    tree = Module.of("a", PUBLIC).tree
    assert [house.body_lines(function) for function in house.functions(tree)] == [2, 1, 0, 1]


def test_rooms_that_import_each_other_are_named_with_how_often() -> None:
    modules = [
        Module.of("top", "", is_package=True),
        Module.of("top.one", "", is_package=True),
        Module.of("top.one.deep", "from top.other.deep import name\nimport top.other"),
        Module.of("top.one.more", "def late():\n    from top.other import deep, again"),
        Module.of("top.other", "", is_package=True),
        Module.of("top.other.deep", "from top.one import deep\nfrom top.other import again"),
        Module.of("top.file", "from top.one import deep"),
    ]
    assert house.two_way_imports(modules) == [("top.one", "top.other", 3, 1)]


def test_two_files_are_no_folders() -> None:
    modules = [Module.of("top.a", "import top.b"), Module.of("top.b", "import top.a")]
    assert house.two_way_imports(modules) == []


def test_the_command_prints_the_counts_of_a_checkout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fusion").mkdir()
    (tmp_path / "fusion" / "__init__.py").write_text(PUBLIC, encoding="utf-8")
    assert house.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "| Parfocal |" in printed
    assert "Two-way imports between folders: 0" in printed
