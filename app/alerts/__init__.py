"""What is wrong now, who was told, and when it cleared."""
