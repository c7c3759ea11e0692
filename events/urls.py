"""Addresses of events, below the section's own. Their names begin with "events:" (`sistercities.urls`)."""

from django.urls import path

from events import views

urlpatterns = [
    path("", views.event_list, name="list"),
]
