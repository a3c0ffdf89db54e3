"""The tail budgets: where one hurts, the design is speaking."""

import ast
import re

import pytest

from tests.house.sources import FUNCTIONS, expect_none, nodes, place, python_files, tree

CODE = ("ims_notes", "migrations")
ALL = (*CODE, "tests")

FUNCTION_LINES = 30
CLASS_LINES = 250
PAGE_LINES = 300
MODULE_LINES = 400
POSITIONAL = 2

QT_OVERRIDE = re.compile(r"_{0,2}[a-z]+[A-Z]\w*")
QT_OVERRIDES_OF_ONE_WORD = {"index", "paint", "pixmap"}
DUNDER = re.compile(r"__\w+__")
# Libraries call these with positional arguments of their own choosing.
CALLBACK_DECORATORS = {"Slot", "listens_for"}
CALLBACK_NAMES = {"include_object", "process_revision_directives"}

# The runner, the crash hook, the command line's entry: one each.
CATCH_ALLS = {"ims_notes/ui/runner.py": 1, "ims_notes/log.py": 1, "ims_notes/cli": 1}


def code_lines(function):
    """Count the lines from `def` to the end; the docstring is free, so nobody saves on it."""
    lines = function.end_lineno - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return lines
    return lines - (first.end_lineno - first.lineno + 1)


def positional(function, *, is_method):
    """Count the parameters that a caller may pass by position; self and cls are not counted."""
    names = [arg.arg for arg in function.args.posonlyargs + function.args.args]
    is_bound = is_method and "staticmethod" not in decorators(function)
    return len(names) - (1 if is_bound else 0)


def decorators(node):
    """Name what decorates a function: Slot for @Slot(), @QtCore.Slot(str) and the like."""
    named = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    return {each.attr if isinstance(each, ast.Attribute) else each.id for each in named}


def is_called_by_a_library(function):
    return (
        QT_OVERRIDE.fullmatch(function.name)
        or function.name in QT_OVERRIDES_OF_ONE_WORD
        or DUNDER.fullmatch(function.name)
        or function.name in CALLBACK_NAMES
        or decorators(function) & CALLBACK_DECORATORS
    )


def too_many_positional(module):
    methods = {
        id(child)
        for each in ast.walk(module)
        if isinstance(each, ast.ClassDef)
        for child in each.body
    }
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, FUNCTIONS)
        and positional(node, is_method=id(node) in methods) > POSITIONAL
        and not is_called_by_a_library(node)
    ]


def catches_everything(node):
    if not isinstance(node, ast.ExceptHandler):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(
        kind is None or getattr(kind, "id", "") in {"Exception", "BaseException"} for kind in kinds
    )


def suppresses_everything(node):
    """Say whether this is `suppress(Exception)`, a catch-all by another name."""
    return (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "suppress"
        and any(getattr(arg, "id", "") in {"Exception", "BaseException"} for arg in node.args)
    )


def test_functions_fit_on_half_a_screen():
    long = [
        f"{place(file, node)}: {code_lines(node)}"
        for file, node in nodes("ims_notes", "tests")
        if isinstance(node, FUNCTIONS) and code_lines(node) > FUNCTION_LINES
    ]
    expect_none(long)


def test_classes_stay_small():
    long = [
        place(file, node)
        for file, node in nodes(*ALL)
        if isinstance(node, ast.ClassDef) and node.end_lineno - node.lineno + 1 > CLASS_LINES
    ]
    expect_none(long)


@pytest.mark.parametrize(
    ("folder", "limit"),
    [*((each, MODULE_LINES) for each in ALL), ("ims_notes/ui/pages", PAGE_LINES)],
)
def test_modules_stay_small(folder, limit):
    counts = {
        place(file, ast.Module()): file.read_text(encoding="utf-8").count("\n")
        for file in python_files(folder)
    }
    expect_none([f"{file}: {count}" for file, count in counts.items() if count > limit])


def test_more_than_two_parameters_are_named_by_the_caller():
    broken = [
        place(file, node)
        for file in python_files(*CODE)
        for node in too_many_positional(tree(file))
    ]
    expect_none(broken)


def test_only_the_three_last_resorts_catch_everything():
    found = [
        place(file, node)
        for file, node in nodes(*CODE)
        if catches_everything(node) or suppresses_everything(node)
    ]
    for area, allowed in CATCH_ALLS.items():
        inside = [each for each in found if each.startswith(area)]
        found = [each for each in found if each not in inside] + inside[allowed:]
    expect_none(found)


@pytest.mark.parametrize(
    ("code", "is_broken"),
    [
        ("def three(a, b, c): ...", True),
        ("def two(a, b, *, c, d): ...", False),
        ("class A:\n def two(self, a, b): ...", False),
        ("class A:\n def three(self, a, b, c): ...", True),
        ("class A:\n @staticmethod\n def three(a, b, c): ...", True),
        ("class A:\n @Slot(int)\n def three(self, a, b, c): ...", False),
        ("class A:\n def setData(self, index, value, role): ...", False),
        ("class A:\n def __exit__(self, kind, error, trace): ...", False),
        ("@event.listens_for(engine, 'connect')\ndef three(a, b, c): ...", False),
    ],
)
def test_the_rule_on_parameters_sees_what_it_should(code, is_broken):
    assert bool(too_many_positional(ast.parse(code))) is is_broken


@pytest.mark.parametrize(
    ("code", "is_broken"),
    [
        ("try: ...\nexcept: ...", True),
        ("try: ...\nexcept Exception: ...", True),
        ("try: ...\nexcept (OSError, BaseException): ...", True),
        ("with suppress(Exception): ...", True),
        ("with contextlib.suppress(OSError): ...", False),
        ("try: ...\nexcept OSError: ...", False),
    ],
)
def test_the_rule_on_catching_sees_what_it_should(code, is_broken):
    found = [
        node
        for node in ast.walk(ast.parse(code))
        if catches_everything(node) or suppresses_everything(node)
    ]
    assert bool(found) is is_broken


def test_a_docstring_is_free():
    short = ast.parse('def one():\n    """Say.\n\n    More.\n    """\n    return 1\n').body[0]
    assert code_lines(short) == 2
