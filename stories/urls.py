"""Addresses of stories, below the section's own (`sistercities.urls.SECTIONS`)."""

from django.urls import path

from stories import feeds, views

app_name = "stories"

urlpatterns = [
    path("", views.index, name="index"),
    path("feed/", feeds.feed, name="feed"),
    path("<slug:slug>/", views.story, name="story"),
]
