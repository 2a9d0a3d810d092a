"""Sample data: a believable season in an invented community, played by the product's own rules.

Everything goes through the functions that pages call, in order of time, with a fixed seed for
who takes part, when, and how well. Every place and person is invented.
"""
