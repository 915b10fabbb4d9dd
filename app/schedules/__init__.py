"""Scheduled jobs: plan, then apply; a ledger makes each due run happen once. A mechanism: it knows no feature."""
