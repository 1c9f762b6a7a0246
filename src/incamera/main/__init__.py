"""The composition root: the only place where features, adapters and settings meet; one module per process or command."""
