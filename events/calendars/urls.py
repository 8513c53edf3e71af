"""Addresses of calendars."""

from django.urls import path

from .views import serve_calendar

urlpatterns = [
    path("all.ics", serve_calendar, {"feed": "all"}, name="calendar_all"),
    path("sessions/<uuid:key>.ics", serve_calendar, {"feed": "session"}, name="calendar_session"),
    path(
        "sessions/<uuid:key>/slots/<uuid:slot>.ics",
        serve_calendar,
        {"feed": "slot"},
        name="calendar_slot",
    ),
    path(
        "organizations/<uuid:key>.ics",
        serve_calendar,
        {"feed": "organization"},
        name="calendar_organization",
    ),
    path("people/<uuid:key>.ics", serve_calendar, {"feed": "person"}, name="calendar_person"),
    path("themes/<uuid:key>.ics", serve_calendar, {"feed": "theme"}, name="calendar_theme"),
]
