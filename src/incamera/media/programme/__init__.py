"""The programme: takes what the floor decides from the open chamber, mixes and encodes it, and hands it to the origin."""
