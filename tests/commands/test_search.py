"""`sayso search`: words of the line are looked for together."""

import json

from tests.conftest import Sayso


def test_words_are_looked_for_together_and_kinds_chosen(sayso: Sayso) -> None:
    for words in (
        ("init",),
        ("company", "add", "halcyon", "--alias", "晴鳥"),
        ("source", "add", "wire", "--name", "Halcyon Wire", "--kind", "wire"),
    ):
        assert sayso(*words).exit_code == 0
    both = json.loads(sayso("search", "halcyon", "-f", "json").stdout)["rows"]
    assert [row["kind"] for row in both] == ["company", "source"]
    found = sayso("search", "wire", "halcyon")
    assert found.exit_code == 0
    assert "Halcyon Wire" in found.stdout
    assert "company" not in found.stdout
    assert "halcyon" in sayso("search", "鸟", "--kind", "company").stdout
    assert "nothing known at that time" in sayso("search", "nobody").stdout


def test_a_search_is_filtered_as_every_table(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    for slug in ("aa", "ab"):
        assert sayso("company", "add", slug).exit_code == 0
    found = sayso("search", "a", "--where", "name=ab", "--columns", "name")
    assert found.stdout.splitlines()[1:3] == ["name", "ab"]


def test_nothing_to_look_for_is_wrong_usage(sayso: Sayso) -> None:
    assert sayso("init").exit_code == 0
    for words in (("search",), ("search", " ")):
        refused = sayso(*words)
        assert refused.exit_code == 2
        assert "Traceback" not in refused.output
