"""Records what left the gate: open spans only, after delay and dump. It knows `media.wire`, and no key."""
