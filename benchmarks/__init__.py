"""Measurements. `make bench` runs them; docs/performance.md keeps what they printed."""
