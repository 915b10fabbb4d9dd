"""The version of the reader, part of a cached reading's key: raise it when the same bytes would read differently."""

READER_VERSION = "reader-3"
"""Readings of reader-2 do not say whether covers are open, and have no barcodes."""
