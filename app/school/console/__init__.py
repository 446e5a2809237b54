"""The console: sign-in and the pages that the school's people read in a browser. Must not need script."""
