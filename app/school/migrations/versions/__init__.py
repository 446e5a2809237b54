"""The school's own line of revisions. Revisions stand alone: they must not import the application."""
