from pathlib import Path

import pytest

from ims_notes.domain.chart.thresholds import ThresholdFault, read_thresholds

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue" / "thresholds.toml"
GOOD = """
[[threshold]]
code = "two_points"
label = "2 points below the start"
felt = "usually felt"
population = "adults"
source = "Someone 2008"
points = 2
"""


def shipped():
    found = read_thresholds(SHIPPED.read_text(encoding="utf-8"))
    return {threshold.code: threshold for threshold in found}


def test_the_three_thresholds_name_their_population_and_source():
    thresholds = shipped()
    assert list(thresholds) == ["two_points", "thirty_percent", "fifty_percent"]
    assert "low back" in thresholds["two_points"].population
    assert "Ostelo 2008" in thresholds["two_points"].source
    assert "chronic pain" in thresholds["thirty_percent"].population
    assert [finding.source for finding in thresholds["two_points"].findings] == [
        "Cleland 2008",
        "Kovacs 2008",
    ]


@pytest.mark.parametrize(
    ("code", "baseline", "value"),
    [
        ("two_points", 7, 5.0),
        ("two_points", 2, 0.0),
        ("two_points", 1, None),
        ("thirty_percent", 7, 4.9),
        ("fifty_percent", 7, 3.5),
        ("thirty_percent", 0, None),
        ("two_points", 0, None),
    ],
)
def test_a_threshold_lies_below_the_start_or_nowhere(code, baseline, value):
    found = shipped()[code].below(baseline)
    assert found == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    "text",
    [
        "threshold = [",
        "",
        "threshold = 3",
        "threshold = [3]",
        GOOD + GOOD,
        GOOD.replace('source = "Someone 2008"', ""),
        GOOD.replace('source = "Someone 2008"', 'source = " "'),
        GOOD.replace("points = 2", ""),
        GOOD.replace("points = 2", "points = 11"),
        GOOD.replace("points = 2", "points = nan"),
        GOOD.replace("points = 2", "points = true"),
        GOOD.replace("points = 2", "percent = 101"),
        GOOD + "percent = 30\n",
        GOOD + "colour = 'red'\n",
        GOOD + "finding = 3\n",
        GOOD + "[[threshold.finding]]\nregion = 'neck'\n",
    ],
)
def test_a_broken_file_is_refused_with_a_reason(text):
    with pytest.raises(ThresholdFault, match=r"\w"):
        read_thresholds(text)


def test_the_good_file_is_taken():
    assert read_thresholds(GOOD)[0].points == 2
