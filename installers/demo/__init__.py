"""The demonstration: a sample school, a joined laptop, today's visits. Must not be imported by the product."""
