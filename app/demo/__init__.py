"""Invented applicants and the documents that they would hand in: for the demo site and for the accuracy benchmark."""
