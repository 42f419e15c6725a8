"""URLs and languages as people type them."""

import pytest

from ledger.claims.addresses import check_language, check_url
from ledger.errors import BadInput


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com",
        "http://example.com/a?b=c#d",
        " https://例え.jp/ニュース ",
        "HTTPS://EXAMPLE.COM:8080/x",
        "https://[2001:db8::1]/x",
    ],
)
def test_a_url_of_the_web_is_taken_as_it_is(text: str) -> None:
    assert check_url(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        *("notaurl", "example.com/news", "javascript:alert(1)", "data:text/html,x"),
        *("file:///etc/passwd", "ftp://example.com/x", "https://", "https:///x", ""),
        *("https://exa mple.com", "https://example.com/\x1b[2J", "https://[::1", "//x"),
    ],
)
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadInput, match="is not a URL") as refused:
        check_url(text)
    assert "https://" in (refused.value.hint or "")


@pytest.mark.parametrize("tag", ["en", "zh", "zh-Hant", "pt-BR", "tlh", "sr-Latn-RS"])
def test_a_tag_of_a_language_is_taken(tag: str) -> None:
    assert check_language(tag) == tag


@pytest.mark.parametrize("tag", ["klingon", "e", "", "en_GB", "English", "中文", "en-"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    with pytest.raises(BadInput, match="is not a language tag"):
        check_language(tag)
