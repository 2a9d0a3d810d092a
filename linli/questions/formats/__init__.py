"""Question files of other people: read into one neutral shape, and written from items."""
