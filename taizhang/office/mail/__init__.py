"""Mail: the outbox, its transport, digests and each person's preferences."""
