"""How editors find bundles."""

from .bundles import BundlesMenuItem, bundle_viewset
from .log_actions import register_log_actions

__all__ = ["BundlesMenuItem", "bundle_viewset", "register_log_actions"]
