"""Who is named: by the names on record, or as names are written."""

import pytest

from ledger.drafting.names import unknown
from ledger.drafting.text import page_of
from tests.drafting.reading import KNOWN


def known(text: str) -> list[str | None]:
    return [x.company or x.source for x in KNOWN.find(page_of(text))]


def others(text: str) -> list[str]:
    page = page_of(text)
    return [name.text for name in unknown(page, list(KNOWN.find(page)))]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("OpenAI and xAI", ["openai", "xai"]),
        ("輝達與英偉達", ["nvidia", "nvidia"]),
        ("英伟达AI芯片", ["nvidia"]),
        ("The Metaverse and a meta study", []),
        ("Intel Capital backs it", []),
        ("Musk spoke", ["elon-musk"]),
        ("智谱 AI 完成融资", ["zhipu"]),
    ],
)
def test_a_name_on_record_stands_between_word_borders(
    text: str, slugs: list[str]
) -> None:
    assert known(text) == slugs


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lumen Robotics has closed a round.", ["Lumen Robotics"]),
        ("Paris-based H Company raised money.", ["H Company"]),
        ("In March, The Bot Company raised money.", ["The Bot Company"]),
        ("On Monday the CEO said so in Berlin.", []),
        ("深圳公司“小步科技”获得融资", ["小步科技"]),
        ("北京星核动力科技有限公司获融资", ["星核动力"]),
        ("今年公司完成融资", []),
        ("近日Nimbus宣布完成融资", ["Nimbus"]),
    ],
)
def test_other_names_are_what_is_written_like_one(text: str, names: list[str]) -> None:
    assert others(text) == names


def test_a_name_that_was_found_once_is_found_everywhere() -> None:
    text = "小步科技完成融资。投资人看好小步科技。"
    assert others(text) == ["小步科技", "小步科技"]


def test_near_names_are_offered_and_never_taken() -> None:
    assert KNOWN.near("Safe Superientlligence")[0] == "Safe Superintelligence"
    (name,) = unknown(page_of("Safe Superientlligence raised money."), [])
    assert name.company is None
