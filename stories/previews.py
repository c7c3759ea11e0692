"""Previews: the public page of what is not public. Unlike the public views, this module reads manuscripts."""

from django.db.models import F
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sistercities.publishing.desk.forms import PreviewAnswerForm
from sistercities.publishing.models import PreviewLink
from sistercities.publishing.operations import preview_edition
from stories.models import Story
from stories.views import StoryPage, render_story
