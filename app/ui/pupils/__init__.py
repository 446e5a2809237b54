"""The tutor's pupils: the list and one pupil down the page."""
