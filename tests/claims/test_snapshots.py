"""What becomes of somebody's table: what a row may hold, and what it may not."""

from typing import Any

import pytest

from ledger.claims.checking import NotAnEvent, event_data, event_from
from ledger.claims.snapshots import MOST_COLUMNS, MOST_SIGNS

TABLE = {"source": "vendor", "published": "2024-01-19[UTC]"}
TAKEN = {**TABLE, "key": ["Id"], "columns": ["Id", "Sum"], "rows": 2}
SEEN = {**TABLE, "key": "7", "cells": [{"column": "Sum", "value": "5"}]}
COLUMN = {**TABLE, "column": "Sum"}
CLAIM = {"company": "xai", "claims": ["a" * 64]}


def changed(**cell: object) -> dict[str, Any]:
    return {**TABLE, "key": "7", "cells": [{"column": "Sum", **cell}]}


@pytest.mark.parametrize(
    ("type_", "data"),
    [
        ("snapshot.taken", TAKEN),
        ("snapshot.taken", {**TAKEN, "table": "rounds", "ignored": ["Note"]}),
        ("snapshot.taken", {**TAKEN, "rows": 0}),
        ("snapshot.taken", {**TAKEN, "rows": 2**53 - 1}),
        ("snapshot.column_seen", COLUMN),
        ("snapshot.column_seen", {**COLUMN, "cells": [{"key": "7", "value": "5"}]}),
        ("snapshot.row_seen", SEEN),
        ("snapshot.row_seen", {**SEEN, **CLAIM}),
        ("snapshot.row_seen", {**SEEN, "company": "xai"}),
        ("snapshot.row_changed", changed(old="5", new="6")),
        ("snapshot.row_changed", changed(new="6")),
        ("snapshot.row_changed", {**changed(old="5"), "was": "6"}),
        ("snapshot.row_gone", {**TABLE, "key": "7", **CLAIM}),
    ],
)
def test_what_a_table_says_is_kept(type_: str, data: dict[str, Any]) -> None:
    assert event_data(event_from(type_, data)) == data


@pytest.mark.parametrize(
    ("type_", "data", "told"),
    [
        ("snapshot.taken", {**TAKEN, "rows": -1}, "rows: "),
        ("snapshot.taken", {**TAKEN, "rows": 2**53}, "rows: "),
        ("snapshot.taken", {**TAKEN, "rows": True}, "rows: "),
        ("snapshot.taken", {**TAKEN, "key": []}, "key: "),
        ("snapshot.taken", {**TAKEN, "columns": ["c"] * (MOST_COLUMNS + 1)}, "columns"),
        ("snapshot.row_seen", {**SEEN, "cells": []}, "cells: "),
        (
            "snapshot.row_seen",
            {**SEEN, "cells": [{"column": "Sum", "value": "5" * (MOST_SIGNS + 1)}]},
            "cells.0.value: ",
        ),
        ("snapshot.row_seen", {**SEEN, "claims": ["a" * 64]}, "claims are about a"),
        ("snapshot.row_changed", changed(), "cells.0: nothing changed here"),
        (
            "snapshot.row_changed",
            changed(old="5", new="5"),
            "cells.0: nothing changed here",
        ),
        ("snapshot.row_changed", {**changed(new="6"), "cells": []}, "cells: "),
    ],
)
def test_what_no_table_says_is_refused(
    type_: str, data: dict[str, Any], told: str
) -> None:
    with pytest.raises(NotAnEvent) as refused:
        event_from(type_, data)
    assert refused.value.message.startswith(told)


def test_as_many_columns_and_signs_as_are_allowed_are_kept() -> None:
    cells = [{"column": f"c{n}", "value": "5"} for n in range(MOST_COLUMNS)]
    cells[0]["value"] = "5" * MOST_SIGNS
    assert event_from("snapshot.row_seen", {**SEEN, "cells": cells})
