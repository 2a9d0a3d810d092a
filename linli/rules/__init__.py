"""The rules of the game as pure functions: no clock, no randomness of their own, no I/O."""
