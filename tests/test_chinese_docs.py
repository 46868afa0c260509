"""A page in Chinese says what the English one says: code, figures, pictures, links, window words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_docs import FENCE, INLINE, LINK, ROOT, text_of
from ui.i18n.update import FOLDER, read

CHINESE = ".zh-CN.md"
PAIRS = sorted(
    path.relative_to(ROOT).as_posix().replace(CHINESE, ".md")
    for pattern in ("*", "docs/user/*")
    for path in ROOT.glob(pattern + CHINESE)
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def chinese(page: str) -> str:
    return page.replace(".md", CHINESE)


def code_of(page: str) -> list[str]:
    """The lines of the code blocks, without their comments."""
    lines = "\n".join(FENCE.findall(text_of(page))).splitlines()
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def levels(page: str) -> list[int]:
    """How deep each heading is, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCE.sub("", text_of(page)), re.MULTILINE)]


def figures(page: str) -> list[list[str]]:
    """The numbers of each row of a table, sorted: another language may order its words otherwise."""
    rows = [line for line in text_of(page).splitlines() if line.startswith("|")]
    return [sorted(NUMBER.findall(row)) for row in rows]


def links(page: str) -> list[str]:
    """Where the links and pictures lead, whatever the language; anchors only into English pages."""
    found = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        name = target.as_posix().replace(CHINESE, ".md")
        paired = Path(name.replace(".md", CHINESE)).exists()
        state = re.sub(r"-(en|zh_CN)-(dark|light)", "", name)
        found.append(state if paired or not anchor else f"{state}#{anchor}")
    return sorted(found)


def test_the_readme_has_a_chinese_twin() -> None:
    assert "README.md" in PAIRS


@pytest.mark.parametrize("page", PAIRS)
def test_the_two_pages_are_linked_to_each_other(page: str) -> None:
    assert Path(chinese(page)).name in LINK.findall(text_of(page))
    assert Path(page).name in LINK.findall(text_of(chinese(page)))


@pytest.mark.parametrize("page", PAIRS)
def test_both_have_the_same_code_headings_and_figures(page: str) -> None:
    assert code_of(chinese(page)) == code_of(page)
    assert levels(chinese(page)) == levels(page)
    assert figures(chinese(page)) == figures(page)


@pytest.mark.parametrize("page", PAIRS)
def test_both_lead_to_the_same_pages_and_pictures(page: str) -> None:
    ours, theirs = links(chinese(page)), links(page)
    assert [link for link in ours if link not in theirs] == []
    assert [link for link in theirs if link not in ours] == []
    assert len(ours) == len(theirs)


@pytest.mark.parametrize("page", PAIRS)
def test_pictures_of_a_page_are_in_its_language(page: str) -> None:
    """Only the picture that tells of the other language shows that one."""
    for one, language in ((page, "en"), (chinese(page), "zh_CN")):
        shown = re.findall(r"screenshots/\w+-(en|zh_CN)-(?:dark|light)", text_of(one))
        assert len([other for other in shown if other != language]) <= 1, one


OTHER_WORDS: dict[str, set[str]] = {
    # words in the names of files
    "en": {"thermal", "rgb"},
    "zh_CN": set(),
}


def forms(text: str) -> str:
    """A pattern for what a text of the window looks like: no access key, no ellipsis, any values."""
    bare = re.sub(r"\(&.\)", "", text).replace("&", "").strip().rstrip("….:：。")
    return "".join(
        ".+?" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", bare)
    )


def window_words(language: str) -> re.Pattern[str]:
    """Matches one text of the window, whole."""
    known = read(FOLDER / "parfocal_zh_CN.ts")
    texts = [source if language == "en" else translation for (_, source), translation in known.items()]
    told = [text for text in texts if re.sub(r"\{[^}]*\}|\W", "", text)]  # not "{name}: {note}"
    return re.compile("|".join(forms(text) for text in told))


def emphasised(page: str, language: str) -> list[str]:
    """What stands between asterisks in English, between quotation marks in Chinese."""
    text = INLINE.sub("", FENCE.sub("", text_of(page)))
    marked = r"(?<!\*)\*([^*]+)\*(?!\*)" if language == "en" else r"“([^”]+)”"
    return [" ".join(words.split()) for words in re.findall(marked, text)]


def is_known(words: str, pattern: re.Pattern[str]) -> bool:
    """Whether the window has these words: as one text, or as a menu and what is in it."""
    parts = [part.rstrip("….,") for part in re.split(r"\s[→›]\s", words)]
    return bool(pattern.fullmatch(words)) or all(map(pattern.fullmatch, parts))


@pytest.mark.parametrize("page", PAIRS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_words_of_the_window_are_written_as_the_window_writes_them(page: str, language: str) -> None:
    pattern = window_words(language)
    words = emphasised(page if language == "en" else chinese(page), language)
    assert {word for word in words if not is_known(word, pattern)} - OTHER_WORDS[language] == set()
