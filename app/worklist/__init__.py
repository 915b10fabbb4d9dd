"""Working through many leads: evaluate several, compare a few."""
