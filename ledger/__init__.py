"""A ledger of AI funding rounds that answers one question: on whose say-so?

The front door is `ledger.book.Book`; importing this package imports nothing else.
"""

__version__ = "0.5.0"
