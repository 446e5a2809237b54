"""Look, text size, lock, passphrase, school."""
