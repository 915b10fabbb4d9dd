"""Conditions that managers watch for, and what is done when they are met."""
