"""Lists and forms of the admin: policies for outdated translations, and the termbase."""

from .outdated import OutdatedPolicyViewSet
from .terms import TermPermissionPolicy, TermsMenuItem, term_viewset

__all__ = ["OutdatedPolicyViewSet", "TermPermissionPolicy", "TermsMenuItem", "term_viewset"]
