"""The tables, one file a part. The same DDL text runs on both engines; triggers alone differ."""
