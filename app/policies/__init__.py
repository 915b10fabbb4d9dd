"""A site's own thresholds and required documents, in versions."""
