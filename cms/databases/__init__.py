"""Django's database backends with what a server needs that must answer in time."""
