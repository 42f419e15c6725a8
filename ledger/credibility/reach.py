"""How far beliefs reach without being asked for."""

from typing import Final

AT_ONCE: Final = 5_000
"""Entries: in ledgers with so many at the most, beliefs are shown without being asked
for; they rest on all companies, so they cost a reading of the whole ledger.
"""
