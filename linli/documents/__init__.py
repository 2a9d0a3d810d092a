"""What is printed or handed out: QR codes, sheets, slips."""
