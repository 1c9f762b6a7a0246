"""The house's meetings become engagements by themselves, read from the house's ledger by a cursor."""
