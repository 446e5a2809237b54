"""The laptops' HTTP interface, a route or two a file. Must not hold rules: they are in the rooms next door."""
