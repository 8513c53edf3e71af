"""What translating is: who may, what is checked, and how far it is."""
