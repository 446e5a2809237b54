"""The day: what is next, what is done, what is left to do."""
