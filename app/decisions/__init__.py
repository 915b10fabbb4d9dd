"""People decide about leads: on evidence, with reasons, with a record of it."""
