"""One place decides that text is shown literally; nothing else may show any."""

import ast

import pytest

from tests.house.sources import ROOT, expect_none, nodes, place

HERE = {
    "setToolTip": {"ims_notes/ui/plain.py"},
    "QLabel": {"ims_notes/ui/theme.py"},
    "setTextFormat": {"ims_notes/ui/theme.py"},
    "QDesktopServices": {"ims_notes/app/page_table.py"},
    "openUrl": {"ims_notes/app/page_table.py"},
}
"""Where what could show rich text, or open something, is called at all."""

NOWHERE = {
    *("QMessageBox", "QErrorMessage", "QTextBrowser", "QTextEdit", "QStaticText", "QWhatsThis"),
    *("QSystemTrayIcon", "QSplashScreen", "QInputDialog", "QProgressDialog", "QWizard"),
    *("setHtml", "insertHtml", "appendHtml", "fromHtml", "setMarkdown", "setOpenExternalLinks"),
    *("setWhatsThis", "setStatusTip", "setDetailedText", "setInformativeText", "setDocument"),
    *("QNetworkAccessManager", "QWebEngineView", "urlopen", "create_connection", "QSettings"),
}
"""What shows rich text, connects, or keeps things behind the house's back; it is never called."""


def called(node):
    """Name what a piece of code calls; a class written before a dot counts too."""
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") == "ExtraSelection":
        return []
    names = [node.func.attr] if isinstance(node.func, ast.Attribute) else []
    if isinstance(node.func, ast.Name):
        names.append(node.func.id)
    above = node.func.value if isinstance(node.func, ast.Attribute) else None
    return [*names, above.id] if isinstance(above, ast.Name) else names


def is_loose(node, file):
    if isinstance(node, ast.Attribute) and node.attr == "showText":
        return True
    return any(name in NOWHERE or file not in HERE.get(name, {file}) for name in called(node))


def loose_base(node):
    """Does a class of ours inherit from one that shows rich text?"""
    return isinstance(node, ast.ClassDef) and any(
        isinstance(base, ast.Name) and base.id in NOWHERE | {"QLabel"} for base in node.bases
    )


def test_no_text_is_shown_behind_the_back_of_the_one_place():
    expect_none(
        [
            place(file, node)
            for file, node in nodes("ims_notes")
            if is_loose(node, file.relative_to(ROOT).as_posix()) or loose_base(node)
        ]
    )


@pytest.mark.parametrize(
    "code",
    [
        "label.setToolTip(name)",
        "QLabel(name)",
        "QtWidgets.QLabel(name)",
        "QMessageBox.warning(self, name)",
        "QToolTip.showText(at, name)",
        "text.setHtml(name)",
        "urlopen(address)",
    ],
)
def test_the_rule_sees_what_it_should(code):
    assert any(is_loose(node, "ims_notes/ui/x.py") for node in ast.walk(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["theme.label(name)", "set_tip(a, b)", "QTextEdit.ExtraSelection()"]
)
def test_the_rule_lets_the_usual_pass(code):
    assert not any(is_loose(node, "ims_notes/ui/x.py") for node in ast.walk(ast.parse(code)))


def test_a_cell_takes_its_tooltip_from_the_one_place():
    """A model that answers for tooltips calls ``tip`` in the same function."""
    expect_none(
        [
            place(file, node)
            for file, node in nodes("ims_notes")
            if isinstance(node, ast.FunctionDef)
            and any(getattr(each, "attr", "") == "ToolTipRole" for each in ast.walk(node))
            and not any("tip" in called(each) for each in ast.walk(node))
        ]
    )
