"""The project's own source files, parsed once, for the rules that read code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def python_files(*folders: str) -> list[Path]:
    """List the Python files below these folders of the checkout."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    """Parse one file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Walk every piece of code below these folders, each with its file."""
    for file in python_files(*folders):
        for node in ast.walk(tree(file)):
            yield file, node


def place(file: Path, node: ast.AST) -> str:
    """Name a piece of code as an editor would: path:line name."""
    line = getattr(node, "lineno", 1)
    return f"{file.relative_to(ROOT).as_posix()}:{line} {getattr(node, 'name', '')}".strip()


def expect_none(found: list[str]) -> None:
    """Fail with every place that breaks a rule, one a line, and nothing else."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)
