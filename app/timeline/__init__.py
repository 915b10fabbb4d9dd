"""The timeline of a lead, as pages. What stands on it is in `app/leads/timeline.py`."""
