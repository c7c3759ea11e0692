"""Addresses of events, below the section's own. Their names begin with "events:" (`sistercities.urls`)."""

from django.urls import path

from events import feeds, views
from events.calendar import views as calendar_views

urlpatterns = [
    path("", views.event_list, name="list"),
    path("calendar.ics", calendar_views.list_calendar, name="calendar"),
    path("feed/", feeds.feed, name="feed"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/calendar.ics", calendar_views.event_calendar, name="event-calendar"),
]
