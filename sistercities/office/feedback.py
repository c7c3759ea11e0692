"""The form for barriers and mistakes: asks for nothing but the message, and keeps nothing about who sent it."""

from datetime import timedelta

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sistercities.office.models import Feedback, Office
from sistercities.publishing.limits import HOUR, is_above

#: From one sender, and altogether, in an hour. An office can read so many; a flood stops before the disk is full.
PER_SENDER, ALTOGETHER = 6, 200
#: The same words again within that time are a second click on the button, not a second report (promise 43).
SAME_WORDS = timedelta(minutes=30)


class FeedbackForm(forms.ModelForm):
    #: Hidden from people; programs fill it in.
    website = forms.CharField(required=False, label="Website")

    class Meta:
        model = Feedback
        fields = ["message", "email", "page"]
        labels = {
            "message": _("What is the barrier?"),
            "email": _("E-mail address (optional)"),
            "page": _("On which page? (optional)"),
        }
        help_texts = {"email": _("Only for our answer. We delete it afterwards.")}
        error_messages = {
            "message": {
                "required": _("Describe what does not work."),
                "max_length": ngettext_lazy(
                    "Use at most %(limit_value)d character; these are %(show_value)d.",
                    "Use at most %(limit_value)d characters; these are %(show_value)d.",
                    "limit_value",
                ),
            },
            "email": {"invalid": _("Enter an address like name@example.org.")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].widget.attrs.pop("maxlength", None)  # nothing is cut while pasting; the limit is said

    @property
    def is_from_program(self):
        return bool(self.data.get("website"))


def keep(form, language, at=None):
    """Store a valid form, once even if it was sent twice."""
    feedback = form.save(commit=False)
    feedback.language = language
    with transaction.atomic():
        # Two clicks at the same moment queue up here; on SQLite the whole transaction does.
        Office.objects.select_for_update().filter(pk=1).values_list("pk").first()
        since = (at or timezone.now()) - SAME_WORDS
        same = {"message": feedback.message, "email": feedback.email, "page": feedback.page}
        if not Feedback.objects.filter(at__gte=since, **same).exists():
            feedback.save()


def is_too_many(address, at=None):
    """Has this sender, or have all together, sent more than an office can read in an hour?

    The address is not kept (`sistercities.publishing.limits`). Where the cache fails, only the common limit holds.
    """
    at = at or timezone.now()
    if Feedback.objects.filter(at__gte=at - timedelta(seconds=HOUR)).count() >= ALTOGETHER:
        return True
    return is_above("feedback", address, PER_SENDER, at)
