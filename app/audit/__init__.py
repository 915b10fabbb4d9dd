"""The audit trail to look at: its page, its hash chain, its proof."""
