"""`python -m benchmarks`: every measurement, one after the other; nothing else should run meanwhile."""

from benchmarks import boards_read, fragment, pins, saturday, sessions, taps

for one in (boards_read, pins, taps, saturday, fragment, sessions):
    one.main()
