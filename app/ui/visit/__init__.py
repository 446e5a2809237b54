"""One visit: the doorstep check, the session, the log, and what came of it."""
