"""Parts of the organisers' pages: their frame, tables, forms and charts."""
