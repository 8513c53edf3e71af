"""Tables of people, organizations, contact points and, from the app above, venues: out and in.

`kinds` says what can be exchanged and in which columns; `columns` and `roles` how a column is read,
written and stored. `reading` takes a file apart, `records` and `matching` find what its lines are
about, `planning` compares. `applying` saves what is new and different, all of it or nothing;
`undoing` takes it back. `problems` is the closed list of what can be wrong with a line.
"""
