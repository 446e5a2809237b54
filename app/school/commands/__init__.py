"""The commands of `doorstep-school`, a subject a file. Must not hold rules: casework and the rooms here do."""
