"""Names find their owner in any script; nothing is bound to the nearest one."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.claims.han import SIMPLIFIED, TRADITIONAL
from ledger.claims.names import (
    Company,
    Directory,
    Source,
    check_slug,
    fold,
    free_slug,
    inert_json,
    near,
    shown,
    split_round,
)
from ledger.errors import BadInput, Refused, UnknownName

COMPANIES = ["xai", "xAI", "openai", "OpenAI", "anthropic", "mistral", "Mistral AI"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("OpenAI", "openai", id="case"),
        pytest.param("STRASSE", "straße", id="sharp-s"),
        pytest.param("ΣΊΣΥΦΟΣ", "σίσυφος", id="final-sigma"),
        pytest.param("英偉達", "英伟达", id="nvidia"),
        pytest.param("輝達", "辉达", id="nvidia-in-taiwan"),
        pytest.param("馬斯克", "马斯克", id="musk"),
        pytest.param("月之暗面", "月之暗面", id="moonshot"),
        pytest.param("階躍星辰", "阶跃星辰", id="stepfun"),
        pytest.param("\uff38\uff21\uff29", "xai", id="full-width"),
        pytest.param(
            "\uff2f\uff50\uff45\uff4e\u3000\uff21\uff29", "open ai", id="wide"
        ),
        pytest.param("ﾄﾖﾀ", "トヨタ", id="half-width-katakana"),
        pytest.param("ﬁgure", "figure", id="ligature"),
        pytest.param("Poole\u0301", "Pool\u00e9", id="combining-accent"),
        pytest.param("  Mistral \t\n AI ", "mistral ai", id="blanks"),
        pytest.param("Mistral\u00a0AI", "mistral ai", id="no-break-space"),
        pytest.param("Open\u200bAI", "openai", id="zero-width-space"),
        pytest.param("\u202eOpenAI\u202c", "openai", id="bidi"),
        pytest.param("\ufeffOpenAI", "openai", id="byte-order-mark"),
        pytest.param("Open\u00adAI", "openai", id="soft-hyphen"),
        pytest.param("e\u200d\u0301", "é", id="joiner-inside"),
    ],
)
def test_spellings_of_one_name_fold_alike(a: str, b: str) -> None:
    assert fold(a) == fold(b) != ""


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Mistral", "Místral", id="accent"),
        pytest.param("x.ai", "xai", id="punctuation"),
        pytest.param("Open AI", "OpenAI", id="blank"),
        pytest.param("xAI", "\u0445AI", id="cyrillic-lookalike"),
        pytest.param("英伟达", "英特尔", id="other-characters"),
    ],
)
def test_different_names_fold_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.text(st.sampled_from(TRADITIONAL + SIMPLIFIED + " aİßſ\u0345\u200d"), max_size=8)
)
def test_folding_twice_changes_nothing_in_mixed_scripts(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_case_and_normal_form_never_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        pytest.param(
            "xAI 英偉達 トヨタ é — “q”", "xAI 英偉達 トヨタ é — “q”", id="as-is"
        ),
        pytest.param("a\u200bb", r"a\u200Bb", id="zero-width"),
        pytest.param("\u202egpj.exe", r"\u202Egpj.exe", id="bidi-override"),
        pytest.param("a\u2066b\u2069", r"a\u2066b\u2069", id="isolate"),
        pytest.param("a\nb\tc", r"a\u000Ab\u0009c", id="controls"),
        pytest.param("\x1b[31mred", r"\u001B[31mred", id="escape"),
        pytest.param("a\x9bb", r"a\u009Bb", id="c1-control"),
        pytest.param("a\u2028b", r"a\u2028b", id="line-separator"),
        pytest.param("\ud800", r"\uD800", id="lone-surrogate"),
        pytest.param("a\U000e0041", r"a\U000E0041", id="tag"),
        pytest.param("a\ufe0fb", r"a\uFE0Fb", id="variation-selector"),
        pytest.param("a\u3164b", r"a\u3164b", id="filler"),
        pytest.param("a\u00a0b\u3000c", "a\u00a0b\u3000c", id="wide-blanks"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_cannot_be_seen_is_shown_escaped_and_not_lost(
    text: str, printed: str
) -> None:
    assert shown(text) == printed


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a\u202eb", r"a\u202eb", id="bidi"),
        pytest.param("\x85", r"\u0085", id="c1"),
        pytest.param("\U000e0041", r"\udb40\udc41", id="outside-the-first-plane"),
    ],
)
def test_json_stays_what_it_is_without_what_cannot_be_seen(
    text: str, written: str
) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    assert inert_json(quoted) == f'"{written}"'
    assert json.loads(inert_json(quoted)) == text


@given(st.text())
def test_what_is_shown_is_safe_and_shown_once(text: str) -> None:
    printed = shown(text)
    assert shown(printed) == printed
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in printed)


@pytest.mark.parametrize("slug", ["xai", "series-b", "01", "a-1-b", "x" * 64])
def test_a_slug_is_lower_case_words_with_hyphens(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("xAI", "write xai:"),
        ("Series B", "write series-b:"),
        ("x.ai", "write x-ai:"),
        ("-a--b-", "write a-b:"),
        ("Café Société", "write cafe-societe:"),
        ("snake_case", "write snake-case:"),
        ("xai\n", "write xai:"),
        ("\uff38\uff21\uff29", "write xai:"),
        ("x" * 65, f"write {'x' * 64}:"),
        ("a" * 63 + "-bc", f"write {'a' * 63}:"),
        ("英偉達", "lower-case"),
        ("", "lower-case"),
        ("٣", "lower-case"),
    ],
)
def test_what_is_no_slug_is_refused_with_a_proposal(text: str, proposal: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_slug(text)
    assert (refused.value.hint or "").startswith(proposal)


@given(st.text(max_size=100))
def test_a_proposed_slug_is_a_slug(text: str) -> None:
    try:
        check_slug(text)
    except BadInput as error:
        hint = error.hint or ""
    else:
        return
    if hint.startswith("write "):
        check_slug(hint.removeprefix("write ").partition(":")[0])


def test_a_slug_that_is_taken_gets_the_next_number_and_stays_one() -> None:
    taken = {"wire", "wire-2", "x" * 64}
    assert free_slug("new", taken.__contains__) == "new"
    assert free_slug("wire", taken.__contains__) == "wire-3"
    assert free_slug("x" * 64, taken.__contains__) == "x" * 62 + "-2"


def test_a_round_is_a_company_and_a_label() -> None:
    assert split_round("xai/series-b") == ("xai", "series-b")


@pytest.mark.parametrize(
    "text", ["", "xai", "/", "xai/", "/a", "a/b/c", "xAI/b", "a/B b"]
)
def test_what_is_no_round_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        split_round(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("x.OpenAI", "openai"),
        ("OpenOpenAI", "openai"),
        ("x.AI", "xai"),
        ("anthropik", "anthropic"),
        ("Antropic PBC", "anthropic"),
        ("Mistrál", "mistral"),
        ("mistral-ai", "mistral ai"),
        ("Open", "openai"),
    ],
)
def test_near_misses_are_offered_likeliest_first(text: str, first: str) -> None:
    assert near(text, COMPANIES)[0].lower() == first


def test_a_name_that_swallowed_another_offers_both() -> None:
    assert {name.lower() for name in near("x.OpenAI", COMPANIES, n=9)} >= {
        "xai",
        "openai",
    }


def test_near_misses_work_in_chinese() -> None:
    known = ["英伟达", "英特尔", "百度"]
    assert near("英偉達公司", known) == ["英伟达"]
    assert near("英偉", known)[0] == "英伟达"


@pytest.mark.parametrize("text", ["", " ", "...", "zzzzzz", "q" * 10_000])
def test_nothing_like_it_offers_nothing(text: str) -> None:
    assert near(text, COMPANIES) == []


def test_no_more_than_asked_for_is_offered_each_once() -> None:
    known = [f"acme-{n}" for n in range(50)] * 2
    offered = near("acme", known, n=3)
    assert len(offered) == len(set(offered)) == 3


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=10))
def test_near_misses_are_known_names_in_a_fixed_order(
    text: str, known: list[str]
) -> None:
    offered = near(text, known)
    assert set(offered) <= set(known)
    assert near(text, reversed(known)) == offered


@pytest.fixture
def directory() -> Directory:
    found = Directory()
    found.add_company("xai", "xAI", ["X.AI Corp", "马斯克的人工智能公司"], seq=1)
    found.add_company("openai", "OpenAI", seq=2)
    found.add_company("nvidia", "NVIDIA", ["英伟达"], seq=3)
    found.add_source("bloomberg", "Bloomberg News", "wire", aliases=["彭博社"], seq=4)
    found.add_source("elon-musk", "Elon Musk", "person", speaks_for=["xai"], seq=5)
    return found


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("xai", "xai"),
        ("XAI", "xai"),
        ("x.ai corp", "xai"),
        (" OpenAI ", "openai"),
        ("英偉達", "nvidia"),
        ("英伟达", "nvidia"),
        ("\uff2e\uff36\uff29\uff24\uff29\uff21", "nvidia"),
        ("馬斯克的人工智能公司", "xai"),
    ],
)
def test_a_company_is_found_by_slug_name_and_alias(
    directory: Directory, text: str, slug: str
) -> None:
    assert directory.company(text) == directory.find_company(text) == slug


@pytest.mark.parametrize(
    "text", ["bloomberg", "source:bloomberg", "Bloomberg  NEWS", "彭博社"]
)
def test_a_source_is_found_with_and_without_its_prefix(
    directory: Directory, text: str
) -> None:
    assert directory.source(text) == directory.find_source(text) == "bloomberg"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("x.OpenAI", "openai, xai"),
        ("OpenOpenAI", "openai"),
        ("Nvidea", "nvidia"),
        ("xalibaba", "register"),
        ("", "register"),
        ("\u200b", "register"),
        ("bloomberg", "register"),
    ],
)
def test_an_unknown_company_is_never_bound_but_near_misses_are_offered(
    directory: Directory, text: str, hint: str
) -> None:
    assert directory.find_company(text) is None
    with pytest.raises(UnknownName) as unknown:
        directory.company(text)
    assert hint in (unknown.value.hint or "")


def test_an_unknown_source_is_refused_with_near_misses(directory: Directory) -> None:
    with pytest.raises(UnknownName) as unknown:
        directory.source("source:Blomberg")
    assert unknown.value.message == "unknown source 'Blomberg'"
    assert "bloomberg" in (unknown.value.hint or "")


def test_an_alias_of_two_companies_is_refused_naming_both(directory: Directory) -> None:
    directory.add_company("x-holdings", "X Holdings", ["the X company"])
    directory.add_company_alias("xai", "The X Company")
    assert directory.find_company("the x company") is None
    with pytest.raises(UnknownName) as unknown:
        directory.company("the x company")
    assert "x-holdings or xai" in unknown.value.message


def test_a_slug_goes_before_the_alias_of_another(directory: Directory) -> None:
    directory.add_company_alias("openai", "xai")
    assert directory.company("xAI") == "xai"


def test_a_renamed_company_is_found_under_both_names(directory: Directory) -> None:
    directory.rename_company("xai", "X.AI Holdings")
    assert directory.companies["xai"].name == "X.AI Holdings"
    assert directory.company("x.ai holdings") == directory.company("xAI") == "xai"
    assert "xAI" in directory.companies["xai"].aliases


def test_an_alias_is_kept_once_and_found(directory: Directory) -> None:
    for _ in range(2):
        directory.add_company_alias("nvidia", "輝達")
        directory.add_source_alias("bloomberg", "BBG")
    assert directory.companies["nvidia"].aliases == ("英伟达", "輝達")
    assert directory.sources["bloomberg"].aliases == ("彭博社", "BBG")
    assert (directory.company("辉达"), directory.source("bbg")) == (
        "nvidia",
        "bloomberg",
    )


def test_the_directory_keeps_what_was_registered(directory: Directory) -> None:
    assert directory.companies["openai"] == Company("openai", "OpenAI", (), 2)
    assert directory.sources["elon-musk"] == Source(
        "elon-musk", "Elon Musk", "person", ("xai",), (), 5
    )


def test_a_slug_is_registered_once(directory: Directory) -> None:
    with pytest.raises(Refused):
        directory.add_company("xai", "Another")
    with pytest.raises(Refused):
        directory.add_source("bloomberg", "Another", "press")


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u2060", "\u3000", "x" * 201])
def test_an_empty_or_endless_name_is_refused(directory: Directory, name: str) -> None:
    with pytest.raises(BadInput):
        directory.add_company("new", name)
    with pytest.raises(BadInput):
        directory.add_company("new", "New", [name])
    with pytest.raises(BadInput):
        directory.add_source("new", name, "press")
    with pytest.raises(BadInput):
        directory.add_source_alias("bloomberg", name)
    with pytest.raises(BadInput):
        directory.rename_company("xai", name)
    assert "new" not in directory.companies
    assert directory.companies["xai"].name == "xAI"


def test_a_source_has_a_known_kind(directory: Directory) -> None:
    with pytest.raises(BadInput) as refused:
        directory.add_source("rumour", "Rumour", "gossip")
    assert "press" in (refused.value.hint or "")


def test_an_alias_of_nobody_is_refused(directory: Directory) -> None:
    with pytest.raises(UnknownName):
        directory.add_company_alias("nobody", "Nobody")
    with pytest.raises(UnknownName):
        directory.add_source_alias("nobody", "Nobody")


@given(st.text(max_size=40))
def test_a_registered_name_finds_its_owner_in_any_case(name: str) -> None:
    directory = Directory()
    if not fold(name):
        return
    directory.add_company("owner", "Owner Inc", [name])
    assert directory.company(name) == "owner"
    assert directory.company(fold(name)) == "owner"


def test_the_aliases_of_one_company_hide_no_other_near_miss() -> None:
    known = Directory()
    known.add_company("acme-labs", "Acme Labs", [f"Acme {x}" for x in "abcdefgh"])
    known.add_company("acmenter", "Acmenter")
    with pytest.raises(UnknownName) as caught:
        known.company("Acme")
    assert caught.value.hint == (
        "perhaps acme-labs, acmenter;"
        " or register it: sayso company add acme --name Acme"
    )


def test_a_renamed_directory_leaves_the_first_as_it_was() -> None:
    first = Directory()
    first.add_company("acme", "Acme", ["ACM"])
    first.add_source("wire", "The Wire", "wire")
    other = first.renamed([("acme", "Apex"), ("nobody", "Nobody"), ("acme", "Axis")])
    assert other.companies["acme"].name == "Axis"
    assert other.companies["acme"].aliases == ("ACM", "Acme", "Apex")
    assert [other.find_company(x) for x in ("Axis", "Apex", "Acme")] == ["acme"] * 3
    assert other.sources is first.sources
    assert first.companies["acme"].name == "Acme"
    assert first.find_company("Axis") is None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("acme/series-b", "that is a round; name its company: acme"),
        ("Acme/series-b", "that is a round; name its company: acme"),
        ("The Wire", "it is a source: `sayso show wire`; or register it: sayso comp"),
        ("12", "event 12 is shown by `sayso show 12`; or register it: sayso comp"),
        ("nobody/series-b", "register it: sayso company add nobody-series-b"),
    ],
)
def test_what_is_no_company_is_said_to_be_what_it_is(typed: str, hint: str) -> None:
    known = Directory()
    known.add_company("acme", "Acme")
    known.add_source("wire", "The Wire", "wire")
    with pytest.raises(UnknownName) as caught:
        known.company(typed)
    assert str(caught.value.hint).startswith(hint)


def test_a_company_is_no_source_and_is_said_to_be_one() -> None:
    known = Directory()
    known.add_company("acme", "Acme")
    known.add_source("wire", "The Wire", "wire")
    with pytest.raises(UnknownName) as caught:
        known.source("Acme")
    assert str(caught.value.hint).startswith("it is a company: `sayso show acme`; or")
    with pytest.raises(UnknownName) as caught:
        known.source("wire/x")
    assert "round" not in str(caught.value.hint)
