"""Values to fold on with are told as documents, too: those of `show` and `rounds`."""

import json
from pathlib import Path

from tests.answers.asking import validator
from tests.tales import told

ROUND = "halcyon/series-b"


def test_a_company_a_round_and_companies_have_documents(tmp_path: Path) -> None:
    with told(tmp_path) as tale:
        tale.reported(ROUND, "9B", by="herald", on="2023-06-01")
        book = tale.book
        at = book.basis()
        company = book.company("halcyon", at)
        assert company.as_dict() == book.show("company:halcyon", at).as_dict()
        several = book.companies(at, ["halcyon"])
        assert several.as_dict() == book.rounds(at, ["halcyon"]).as_dict()
        answer, found = book.round(ROUND, at)
        assert answer.as_dict() == book.show(ROUND, at).as_dict()
        assert found.name == ROUND
        for one in (company, several, answer):
            document = one.as_dict()
            assert not list(validator(document["question"]).iter_errors(document))
            assert json.loads(one.as_json()) == document
            assert str(one)
