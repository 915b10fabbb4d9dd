"""The version of the reader, part of a cached reading's key: raise it when the same bytes would read differently."""

READER_VERSION = "reader-2"
"""Readings of reader-1 may lack the words of pages that a busy machine had no time for."""
