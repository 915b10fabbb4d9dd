"""Visits to units: when, with whom, and what came of them."""
