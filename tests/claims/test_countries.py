"""Countries by their codes and by what people call them."""

import pytest

from ledger.claims.countries import COUNTRIES, country_code, near_countries


def test_there_is_each_code_that_is_assigned() -> None:
    assert len(COUNTRIES) == 249
    assert all(len(x) == 2 and x.isupper() for x in COUNTRIES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("FRA", "FR"),
        (" France ", "FR"),
        ("USA", "US"),
        ("united states", "US"),
        ("United States of America", "US"),
        ("UK", "GB"),
        ("South Korea", "KR"),
        ("Hong Kong", "HK"),
        ("Taiwan", "TW"),
        ("Cote d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Atlantis", None),
        ("", None),
        ("XX", None),
    ],
)
def test_a_country_is_found_by_code_and_name(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_a_mistyped_name_has_near_ones() -> None:
    assert near_countries("Frnce")[0] == "FR"
    assert near_countries("") == []


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_every_name_leads_to_its_code(code: str) -> None:
    assert country_code(COUNTRIES[code]) == code
