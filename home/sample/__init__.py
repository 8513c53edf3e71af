"""Sample content: the facts of the MITI leaflet, and invented things around them."""
