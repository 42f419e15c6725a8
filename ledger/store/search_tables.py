"""The tables of the index of words, made where somebody dropped them."""

from sqlalchemy import Engine, delete, inspect

from ledger.store.connection import transaction
from ledger.store.ranking import WORDS
from ledger.store.schema import SEARCH, ranking


def made_again(engine: Engine) -> bool:
    """Make the tables of the index where they are gone; tell whether they were.

    They are empty then, and how far the index goes is forgotten.
    """
    with transaction(engine) as connection:
        if inspect(connection).has_table(WORDS):
            return False
    with transaction(engine, "schema") as connection:
        for statement in SEARCH[engine.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.execute(delete(ranking).where(ranking.c.projection == WORDS))
    return True
