"""The only way from a chamber to the outside: gate, delay, slate, packaging, and the server of what passed."""
