"""Files of people, organizations and places, out of and into drafts for editors."""
