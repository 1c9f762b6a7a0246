"""What reporters and committees ask, answered in lines of text with the records behind each."""
