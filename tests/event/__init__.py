"""Boards, hall screen and kiosk, over HTTP and in a browser."""
