"""Scored questions: the item, the files they are kept in, their checks and their store."""
