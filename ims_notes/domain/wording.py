"""What a clinic's own template may name: the fields of a note in words."""

from __future__ import annotations

import re

from ims_notes.domain.errors import Rule, RuleBroken

FIELDS = (
    "patient",
    "visit",
    "subjective",
    "objective",
    "needling",
    "assessment",
    "plan",
    "routine",
    "signature",
    "addenda",
    "not_recorded",
)
"""What may stand between braces."""

FIELD = re.compile(r"\{([^{}\n]*)\}")
"""A field as it stands in a template; whatever stands between braces must be one."""


def check_template(template: str) -> str:
    """Return a template that names nothing but fields.

    Raises:
        RuleBroken: TEMPLATE_UNKNOWN_FIELD with what stands between the braces.
    """
    for name in FIELD.findall(template):
        if name not in FIELDS:
            raise RuleBroken(Rule.TEMPLATE_UNKNOWN_FIELD, field="templates", name=name)
    return template
