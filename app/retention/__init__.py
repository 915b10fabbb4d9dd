"""How long things are kept, legal holds, and erasure with a certificate."""
