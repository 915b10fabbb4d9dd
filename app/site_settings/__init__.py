"""A site's settings, its people and one's own account."""
