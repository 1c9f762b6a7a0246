"""Records and the office's ledger: every entry, change and correction is a link of one hash chain."""
