"""The ledger of a meeting: kept, read in order, signed, handed out, verified.

Other features append through `store` and read through `reader`; the office reads and never appends.
"""
