"""Calendars of sessions and programmes for readers' own calendars: iCalendar (RFC 5545, 7986)."""
