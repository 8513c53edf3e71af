"""Files of programmes: for readers, and out of and into drafts for editors."""
