"""The version of the reader, part of a cached reading's key: raise it when the same bytes would read differently."""

READER_VERSION = "reader-10"
"""Readings of reader-9 hold white words that lie over dark print as if they were seen. Those of reader-8 take pages
that lean by less than half a degree for straight and measure spaces less well. Those of reader-7 may take a sheet and
a strip of its table for the sheet. Those of reader-6 do not tell where an OCR layer says another amount than the
picture. Those of reader-5 may take a block of print on a leaning scan for a photographed sheet; those of reader-4 hold
no places of copied characters and none of another error level."""
