"""Papers that the office keeps: bytes by their checksum in the data folder, what they are as records."""
