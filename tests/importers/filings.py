"""Form D filings as tests need them, and their way into a tale."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ledger.errors import Problem
from ledger.importers.formd import FORMAT
from ledger.importers.kit.lines import Item, Line
from ledger.importers.kit.reading import Account, Setting
from ledger.recording.intake import Imported, Intake
from tests.importers.streams import stream
from tests.tales import Tale

FIXTURES: Final = Path(__file__).resolve().parents[2] / "fixtures/importers/form-d"

ISSUER: Final = "<cik>{cik}</cik><entityName>{name}</entityName>"
FILING: Final = """<?xml version="1.0"?>
<edgarSubmission>
  <submissionType>{form}</submissionType>
  <testOrLive>LIVE</testOrLive>
  <primaryIssuer>
    <cik>{cik}</cik>
    <entityName>{name}</entityName>
  </primaryIssuer>
  <issuerList>{others}</issuerList>
  <offeringData>
    <typeOfFiling>
      <newOrAmendment>{amends}</newOrAmendment>
      <dateOfFirstSale>{first_sale}</dateOfFirstSale>
    </typeOfFiling>
    <typesOfSecuritiesOffered>{boxes}</typesOfSecuritiesOffered>
    {more}
    <offeringSalesAmounts>
      <totalOfferingAmount>{target}</totalOfferingAmount>
      <totalAmountSold>{sold}</totalAmountSold>
      <totalRemaining>{remaining}</totalRemaining>
    </offeringSalesAmounts>
    <signatureBlock>
      <signature><signatureDate>{signed}</signatureDate></signature>
    </signatureBlock>
  </offeringData>
</edgarSubmission>
"""


def filed(
    *,
    sold: str = "5000000",
    signed: str = "2023-01-27",
    target: str = "8000000",
    remaining: str = "3000000",
    name: str = "Halcyon",
    cik: str = "1544190",
    first_sale: str | None = "2023-01-19",
    boxes: Sequence[str] = ("isEquityType",),
    amends: str | None = None,
    others: Sequence[tuple[str, str]] = (),
    more: str = "",
) -> bytes:
    """Give a filing; one that amends another is a D/A."""
    text = FILING.format(
        form="D" if amends is None else "D/A",
        cik=cik,
        name=name,
        others="".join(
            f"<issuer>{ISSUER.format(cik=number, name=called)}</issuer>"
            for number, called in others
        ),
        amends="<isAmendment>false</isAmendment>"
        if amends is None
        else f"<previousAccessionNumber>{amends}</previousAccessionNumber>",
        first_sale="<yetToOccur>true</yetToOccur>"
        if first_sale is None
        else f"<value>{first_sale}</value>",
        boxes="".join(f"<{box}>true</{box}>" for box in boxes),
        more=more,
        target=target,
        sold=sold,
        remaining=remaining,
        signed=signed,
    )
    return text.encode()


def read(
    raw: bytes, name: str = "primary_doc.xml", published: str | None = None
) -> tuple[list[Item], list[str]]:
    """Give what a filing becomes, and what is told about it."""
    account = Account()
    setting = Setting(source="sec", name=name, published=published)
    return list(FORMAT.read(stream(raw), setting, account)), account.notes


def lines(raw: bytes, name: str = "primary_doc.xml") -> list[Line]:
    """Give the events of a filing in which nothing is wrong."""
    found = [item for item in read(raw, name)[0] if isinstance(item, Line)]
    assert found, read(raw)
    return found


def problems(raw: bytes) -> list[Problem]:
    """Give all that is wrong with a filing, of which nothing else comes."""
    items, _ = read(raw)
    found = [item for item in items if isinstance(item, Problem)]
    assert found == items
    assert all(len(one.message) < 200 for one in found)
    return found


def take(tale: Tale, raw: bytes, name: str = "primary_doc.xml") -> Imported:
    """Import a filing into a tale."""
    items, _ = read(raw, name)
    return tale.book.import_items(items, name=name, intake=Intake(create=True))
