"""The version of the reader, part of a cached reading's key: raise it when the same bytes would read differently."""

READER_VERSION = "reader-4"
"""Readings of reader-3 do not say which pages are a JPEG made from another."""
