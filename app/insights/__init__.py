"""What the nightly schedules find out about a portfolio, and its charts."""
