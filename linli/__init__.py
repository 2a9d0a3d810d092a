"""Linli Cup (邻里杯): a civic quiz and volunteer-points game for residential compounds."""

__version__ = "0.1.0"
