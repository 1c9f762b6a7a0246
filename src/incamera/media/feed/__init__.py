"""A feed: what left the gate, remuxed and never encoded again, to one broadcaster's approved address."""
