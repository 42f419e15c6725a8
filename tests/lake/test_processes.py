"""Processes share the work, and one that dies fails all of it."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.errors import LedgerError
from ledger.lake.copied import Lake
from ledger.lake.processes import in_processes, tasks_of
from ledger.lake.replaying import LakeReplay
from ledger.lake.work import CompanyQuestion
from ledger.projections.standing import CompanyAt
from tests.lake.hands import ranked, written


@pytest.fixture(scope="module")
def lake(book: Book) -> Lake:
    """Give the lake of the demo."""
    return Lake(Path(book.place).with_name("lake"))


def test_two_processes_say_what_the_ledger_says(book: Book, lake: Lake) -> None:
    hands = LakeReplay(lake, partial(in_processes, jobs=2), book.clock)
    basis = book.basis(as_of="2026-06-30")
    assert ranked(hands, basis) == ranked(book, basis)
    one = written(book.panel("rounds", basis, since="2025", every="quarter"))
    with hands.panel("rounds", basis, since="2025", every="quarter") as panel:
        assert written(panel) == one


def test_every_company_is_in_one_task(lake: Lake) -> None:
    tasks = tasks_of(lake, 2)
    alone = [task for task in tasks if not task.only]
    together = [task for task in tasks if task.only]
    assert lake.units
    assert {task.linked for task in alone} == {frozenset(lake.units)}
    members = [slug for task in together for slug in task.linked]
    assert sorted(members) == sorted(lake.units)
    sizes = [task.size for task in tasks]
    assert sizes == sorted(sizes, reverse=True)


def die(company: CompanyAt) -> str:
    """End the process that asks."""
    os.kill(os.getpid(), signal.SIGKILL)
    return company.slug


def test_a_process_that_is_killed_fails_the_replay(book: Book, lake: Lake) -> None:
    question = CompanyQuestion(book.basis(), die, unseen=False)
    with (
        pytest.raises(LedgerError, match="a process of the replay was ended"),
        in_processes(lake, question, 2),
    ):
        pytest.fail("nothing is given")
