"""The account of somebody who works in the CMS."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who works in the CMS; a class of our own, so that it can grow."""
