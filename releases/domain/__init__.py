"""What bundles do: gathering, checking, releasing and rolling back."""
