"""Getting in: first set-up, unlock, the recovery key, and what a locked screen shows during a visit."""
