"""Clinic rules need nothing but the standard library, so they can be read and moved anywhere."""

import ast
import sys

from tests.house.sources import expect_none, nodes, place


def test_domain_imports_only_itself_and_the_standard_library():
    strangers = [
        f"{place(file, node)}: {name}"
        for file, node in nodes("ims_notes/domain")
        for name in _imported(node)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not f"{name}.".startswith("ims_notes.domain.")
    ]
    expect_none(strangers)


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
