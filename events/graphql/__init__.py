"""The API's answers about training sessions and their programmes."""

from . import calendars, files, json_ld, programme, types, versions

__all__ = ["calendars", "files", "json_ld", "programme", "types", "versions"]
