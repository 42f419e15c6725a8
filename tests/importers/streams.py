"""Bytes as importers get them."""

from io import BufferedReader, BytesIO


def stream(raw: bytes) -> BufferedReader:
    """Give bytes as a file."""
    return BufferedReader(BytesIO(raw))
