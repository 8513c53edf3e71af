"""Release bundles and what is in them."""

from .bundle import ReleaseBundle
from .member import BundleMember
from .redirect import BundleRedirect

__all__ = ["BundleMember", "BundleRedirect", "ReleaseBundle"]
