"""Saving many objects without writing three indexes at each save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.search.index import paused


@contextmanager
def indexes_later() -> Iterator[None]:
    """Leave references, editors' and readers' search alone; they are written for all afterwards."""
    connected = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update(), paused():
            yield
    finally:
        for model in connected:
            post_save.connect(post_save_signal_handler, sender=model)
