"""Meetings: their plans, their facts as the ledger has them, and the one way in which a fact is added."""
