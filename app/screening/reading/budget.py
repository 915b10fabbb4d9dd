"""How much time a file may cost.

A document is allowed processor time, which hardly depends on what else the machine does; seconds on the clock only end
a child that hangs, and what they ended may be tried again.
"""

from __future__ import annotations

PARSE_CPU_SECONDS = 30
"""For a file, in the child that parses it; OCR and waiting for it are not counted. Forty full pages take 20."""
PARSE_SECONDS = 55.0
"""On the clock, while that child is at work: a hostile file costs less than a minute however busy the machine is."""
OCR_PAGE_CPU_SECONDS = 45
"""For a page, over all threads; a dense page takes 4."""
OCR_PAGE_SECONDS = 120.0
"""On the clock, for a page or a stack of lines that the OCR process has begun."""
OCR_DOCUMENT_CPU_SECONDS = 240.0
"""For a document: 40 pages at the 6 seconds that the densest take. Pages past it are left unread, and said to be."""
