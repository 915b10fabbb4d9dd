"""Leads that may be the same person: merged or dismissed by people."""
