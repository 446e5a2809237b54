"""The one window: rail, visit bar, banner, pages, lock."""
