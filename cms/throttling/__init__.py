"""How much one client may ask for in a minute: who it is, and its bucket of cost points."""

from .clients import address_of, bucket_of
from .throttle import Throttle

__all__ = ["Throttle", "address_of", "bucket_of"]
