"""Volunteer service: activities, who was there, the hours, and what is decided about them (docs/rules.md §4)."""
