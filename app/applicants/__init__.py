"""The applicant's own way in: an upload page without an account."""
