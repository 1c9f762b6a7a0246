"""The ledger of a meeting: kept, read in order, signed, handed out, verified.

Other features append and read through `store`; the office reads and never appends.
"""
