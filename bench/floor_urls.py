"""The floor's routes: one for each query."""

from django.urls import path

from bench import floor

urlpatterns = [path("<str:name>/", floor.view)]
