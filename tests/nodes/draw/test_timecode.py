from fractions import Fraction

from graph_nodes.draw._timecode import has_placeholder, insert_time, timecode


def test_timecode_counts_frames_seconds_minutes_hours():
    assert timecode(0, Fraction(25)) == "00:00:00:00"
    assert timecode(24, Fraction(25)) == "00:00:00:24"
    assert timecode(25 * 3661 + 7, Fraction(25)) == "01:01:01:07"
    assert timecode(-26, Fraction(25)) == "-00:00:01:01"


def test_broken_rates_count_to_the_next_whole_one():
    assert timecode(24, Fraction(24000, 1001)) == "00:00:01:00"


def test_only_the_two_placeholders_are_replaced():
    assert insert_time("{frame}/{timecode} {0.__class__} {", 25, Fraction(25)) == "25/00:00:01:00 {0.__class__} {"
    assert has_placeholder("at {frame}")
    assert has_placeholder("at {timecode}")
    assert not has_placeholder("{frames}")
