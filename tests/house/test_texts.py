"""Words on the screen can be translated, and no file tells where its author sits."""

import ast
import re

import pytest

from tests.house.sources import ROOT, expect_none, nodes, place, python_files

TOP = (".ci", ".gitignore", "LICENSE", "README.md", "constraints.txt", "dev", "pyproject.toml")
FOLDERS = ("ims_notes", "migrations", "resources", "tests")
TEXT = {"", ".csv", ".in", ".ini", ".json", ".mako", ".md", ".py", ".qss", ".svg", ".toml", ".txt"}

# Built from halves, so that this file does not name what it forbids.
FORBIDDEN = {
    "an absolute path of somebody's machine": re.compile(
        r"(?<![\w.])/(?:home|root|work|Users)/\w|[A-Z]:\\+Users\\", re.ASCII
    ),
    "a package index": re.compile(
        "pypi" + r"\.org/simple|pythonhosted" + r"\.org|(?:extra-)?index" + "-url|find" + "-links"
    ),
    "unfinished work": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}


def text_files():
    places = [ROOT / each for each in (*TOP, *FOLDERS)]
    files = [file for each in places for file in (each.rglob("*") if each.is_dir() else [each])]
    return [file for file in files if file.is_file() and file.suffix in TEXT]


def has_f_string_in_tr(node):
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "tr"
        and any(isinstance(part, ast.JoinedStr) for part in ast.walk(node))
    )


def test_visible_words_use_placeholders():
    assert [
        place(file, node) for file, node in nodes("ims_notes") if has_f_string_in_tr(node)
    ] == []


@pytest.mark.parametrize(
    ("code", "is_broken"),
    [
        ('tr(f"{n} visits")', True),
        ('self.tr("a", b=f"{n}")', True),
        ('tr("{n} visits", n=n)', False),
        ('str(f"{n}")', False),
    ],
)
def test_the_rule_on_words_sees_what_it_should(code, is_broken):
    assert any(map(has_f_string_in_tr, ast.walk(ast.parse(code)))) is is_broken


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{number}"
        for file in text_files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    expect_none(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("an absolute path of somebody's machine", "see /" + "home/kim/notes"),
        ("an absolute path of somebody's machine", "C:\\" + "Users\\kim"),
        ("a package index", "--index" + "-url=x"),
        ("unfinished work", "# TO" + "DO later"),
    ],
)
def test_the_rule_on_files_sees_what_it_should(what, line):
    assert FORBIDDEN[what].search(line)


def test_the_rules_read_the_whole_house():
    assert len(python_files(*FOLDERS)) > 30
    assert ROOT / "dev" in text_files()
