"""A wrong pack gets one clear error that names the file, the line and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.policy.loading import PackUnknown, PackWrong, load_pack, load_shelf, parse_pack
from tests.policy.packs import SMALLEST

GATE = """
[[gate]]
id = "start"
before = "activate_pupil"
needs = ["lead_worker"]
strength = "must"
enforce = "block"
cite = "BHES-05"
"""
CHECK = """
[[check]]
id = "adult"
text = "An adult is here"
phase = "start"
answer = "yes_no"
on_fail = "block_start"
strength = "must"
cite = "BHES-18"
"""


def wrong(text: str) -> PackWrong:
    with pytest.raises(PackWrong) as caught:
        parse_pack(text, "mine.toml")
    return caught.value


def line_with(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def test_the_smallest_pack_loads() -> None:
    assert parse_pack(SMALLEST, "mine.toml").id == "small"


@pytest.mark.parametrize(
    ("good", "bad", "key", "says"),
    [
        ("terms_per_year = 6", "terms_per_year = 4", "calendar.terms_per_year", '"4" is not one of 3, 6'),
        ("terms_per_year = 6", 'terms_per_year = "6"', "calendar.terms_per_year", "is not one of"),
        ('nation = "england"', 'nation = "wales"', "pack.nation", '"wales" is not one of england'),
        ("min = 1", 'min = "1"', "role[1].min", '"1" is not a whole number'),
        ("min = 1", "min = true", "role[1].min", '"true" is not a whole number'),
        ("min = 1", "min = -1", "role[1].min", "greater than or equal to 0"),
        ("require_target = false", "require_target = 0", "session.require_target", '"0" is not true or false'),
        ('title = "A small pack"', "title = 7", "pack.title", '"7" is not text in quotes'),
        ('title = "A small pack"', 'title = ""', "pack.title", "it is empty"),
        ('title = "A small pack"', 'title = "A"\ncolour = "red"', "pack.colour", 'knows no key "colour"'),
        ('pack_version = "1.0.0"', 'pack_version = "one"', "pack.pack_version", '"one" does not have the form'),
        ('retention = "ask"', 'retention = "longest"', "combine.retention", '"longest" is not one of ask'),
        ('cite = "BHES-05"', 'cite = "page 3"', "role[1].cite", '"page 3" is not a clause id'),
        ('cite = "BHES-05"', 'cite = "BHES-09 to BHES-05"', "role[1].cite", "does not run upwards"),
        ("warn_categories = []", 'warn_categories = ["x"]', "session", "warn_categories names x"),
        ('nation = "england"', 'nation = "england"\nissued = "soon"', "pack.issued", "is not a date such as"),
        ('"medical_tuition"]', '"medical_tuition", "club"]', "pack.arrangements[2]", '"club" is not one of'),
    ],
)
def test_a_wrong_value_is_named_with_its_line(good: str, bad: str, key: str, says: str) -> None:
    text = SMALLEST.replace(good, bad, 1)
    error = wrong(text)
    assert (error.key, error.file) == (key, "mine.toml")
    assert error.line == line_with(text, "[session]" if key == "session" else bad.splitlines()[-1])
    assert says in str(error)
    assert f"mine.toml has a mistake on line {error.line}" in error.sentence
    assert "load it again" in error.next_step


def test_a_missing_key_is_named_at_its_table() -> None:
    error = wrong(SMALLEST.replace('label = "Lead worker"\n', ""))
    assert error.line == line_with(SMALLEST, "[[role]]")
    assert error.key == "role[1].label"
    assert 'the key "label" is missing' in str(error)


def test_a_missing_section_is_named() -> None:
    error = wrong(SMALLEST.replace("[session]", "[sessions]", 1))
    assert "session" in error.key
    assert error.code == "pack-wrong"


def test_text_that_is_not_toml_is_named_by_line() -> None:
    assert wrong('schema = "policy-pack/1"\n[pack\n').line == 2
    assert wrong('schema = "policy-pack/1').line == 1
    assert "not TOML" in wrong("a = 1\na = 2\n").sentence


def test_the_first_mistake_from_the_top_is_named() -> None:
    text = SMALLEST.replace("terms_per_year = 6", "terms_per_year = 5").replace("min = 1", "min = -1")
    assert wrong(text).key == "calendar.terms_per_year"


def test_the_second_item_of_a_section_is_counted_as_second() -> None:
    text = SMALLEST + CHECK + CHECK.replace('"adult"', '"other"').replace("block_start", "explode")
    error = wrong(text)
    assert error.key == "check[2].on_fail"
    assert error.line == line_with(text, "explode")


LONE_WORKING = """
[lone_working]
named_contact = true
check_in = true
check_out = true
overdue_minutes = 5
aware_roles = ["slt"]
"""
REPORT = """
[[report]]
id = "r"
template = "t"
audience = ["lead_worker"]
cycle = "weekly"
"""
CYCLE = """
[[cycle]]
id = "c"
what = "visit"
cadence = { every = 1, unit = "term", anchor = "calendar" }
organiser = "lead_worker"
outputs = ["form:app5"]
strength = "must"
cite = "OLOL-060"
"""
NOTIFY = """
[[notify]]
id = "n"
event = "absent"
from = ["lead_worker"]
to = ["lead_worker", "office"]
deadline = { rule = "same_day" }
ack = true
strength = "must"
cite = "BHES-11"
"""


@pytest.mark.parametrize(
    ("addition", "key", "says"),
    [
        (CHECK + CHECK, "check[2].id", 'the id "adult" is used twice in [[check]]'),
        (CHECK + 'otherwise = ["alone"]\n', "check[1].otherwise[1]", 'the gate "alone" is not declared'),
        (GATE + 'override = { by = ["owner"], reason_required = true }\n', "gate[1].override.by[1]", 'role "owner"'),
        (LONE_WORKING, "lone_working.aware_roles[1]", 'role "slt"'),
        (REPORT, "report[1].cycle", 'the cycle "weekly" is not declared'),
        (CYCLE, "cycle[1].outputs[1]", '"form:app5" names a form'),
        (NOTIFY, "notify[1].to[2]", 'role "office"'),
    ],
)
def test_sections_that_disagree_are_named(addition: str, key: str, says: str) -> None:
    error = wrong(SMALLEST + "\n" + addition)
    assert error.key == key
    assert says in str(error)


def test_a_gate_that_blocks_an_ending_makes_the_pack_wrong() -> None:
    error = wrong(SMALLEST + GATE.replace("activate_pupil", "finish_session"))
    assert "an ending can always be recorded" in str(error)


@pytest.mark.parametrize(
    ("phase", "on_fail"), [("finish", "block_start"), ("finish", "end_session"), ("during", "block_start")]
)
def test_a_check_cannot_block_what_has_begun(phase: str, on_fail: str) -> None:
    text = CHECK.replace('"start"', f'"{phase}"').replace('"block_start"', f'"{on_fail}"')
    assert "cannot follow a check" in str(wrong(SMALLEST + text))


@pytest.mark.parametrize(
    ("deadline", "says"),
    [
        ('rule = "before_clock"', "needs clock"),
        ('rule = "within", amount = 5', "needs unit"),
        ('rule = "same_day", clock = "10:00"', "has no use for clock"),
        ('rule = "before_clock", clock = "25:00"', '"25:00" does not have the form'),
        ('rule = "soon"', '"soon" is not one of'),
    ],
)
def test_a_deadline_holds_what_its_rule_uses_and_no_more(deadline: str, says: str) -> None:
    text = NOTIFY.replace('rule = "same_day"', deadline).replace(', "office"', "")
    error = wrong(SMALLEST + text)
    assert says in str(error)
    assert error.line == line_with(SMALLEST + text, "deadline = { rule")


def test_a_choice_has_options_and_a_yes_or_no_has_none() -> None:
    assert "needs options" in str(wrong(SMALLEST + CHECK.replace('"yes_no"', '"choice"')))
    assert "no use for options" in str(wrong(SMALLEST + CHECK + 'options = ["a", "b"]\n'))


def test_escalation_is_whole_or_absent() -> None:
    text = NOTIFY.replace(', "office"', "") + "escalate_after_minutes = 5\n"
    assert "go together" in str(wrong(SMALLEST + text))


def test_the_hash_follows_what_the_pack_says_not_how_it_is_written() -> None:
    plain = parse_pack(SMALLEST, "a.toml").content_hash
    spaced = SMALLEST.replace(" = ", "   =   ", 5).replace("\n", "\r\n") + "# a remark\r\n"
    assert parse_pack(spaced, "b.toml").content_hash == plain
    assert len(plain) == 64
    assert parse_pack(SMALLEST.replace("min = 1", "min = 2"), "a.toml").content_hash != plain


def test_line_ends_of_windows_do_not_move_the_line() -> None:
    text = SMALLEST.replace("min = 1", "min = -1")
    assert wrong(text.replace("\n", "\r\n")).line == line_with(text, "min = -1")


def test_files_are_read_as_utf8_with_or_without_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(SMALLEST.replace("A small pack", "Siôn’s pack"), encoding="utf-8-sig")
    assert load_pack(file).pack.title == "Siôn’s pack"
    file.write_bytes(SMALLEST.replace("A small pack", "Siôn").encode("windows-1252"))
    with pytest.raises(PackWrong, match="not saved as UTF-8") as caught:
        load_pack(file)
    assert caught.value.line == line_with(SMALLEST, "A small pack")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackWrong, match=r"gone\.toml .* cannot be read"):
        load_pack(tmp_path / "gone.toml")


def test_a_shelf_holds_each_id_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SMALLEST, encoding="utf-8")
    assert list(load_shelf(tmp_path)) == ["small"]
    (tmp_path / "b.toml").write_text(SMALLEST, encoding="utf-8")
    with pytest.raises(PackWrong, match=r'b\.toml .*"small" is already used') as caught:
        load_shelf(tmp_path)
    assert caught.value.line == line_with(SMALLEST, 'id = "small"')


def test_a_pack_that_is_not_on_the_shelf_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackUnknown, match="npat-online") as caught:
        load_shelf(tmp_path).get("npat-online")
    assert caught.value.code == "pack-unknown"
