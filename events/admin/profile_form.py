"""The two fields that a profile has beside its list."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.exports.selection import State
from events.models import ExportAddress, ExportProfile
from sistercities.publishing.roles import LABELS


class ProfileForm(forms.ModelForm):
    """`revision` is that of the profile when the page was opened: who saves over somebody else's change is told."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ExportProfile
        fields = ["name", "team"]
        error_messages = {"name": {"required": _("Give the profile a name.")}}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["team"].queryset = user.groups.order_by("name")
        self.fields["team"].empty_label = _("– nobody else –")
        self.fields["team"].label_from_instance = lambda group: str(LABELS.get(group.name, group.name))
        self.fields["revision"].initial = self.instance.revision
        self.fields["name"].widget.attrs.pop("maxlength", None)  # nothing is cut while pasting; the limit is said
        # Preview and download ask for no name.
        self.use_required_attribute = False

    def save_with(self, form):
        """The `ExportProfile` with the list of a valid `ExportForm`; None, and an error of this form, where that is not
        possible any more."""
        profile = self.instance
        profile.selection, profile.layout, profile.format = (
            form.selection.as_json(),
            form.layout.as_json(),
            form.format,
        )
        profile.changed_at = timezone.now()
        try:
            with transaction.atomic():
                if profile.pk is None:
                    profile.owner = self.user
                    profile.save()
                elif not self._save_over(profile):
                    self.add_error(None, _("Somebody else changed this profile meanwhile. Open it again to see how."))
                    return None
        except IntegrityError:
            self.add_error("name", _("You have a profile with this name already."))
            return None
        return profile

    def _save_over(self, profile):
        fields = ("name", "team", "selection", "layout", "format", "changed_at")
        same = ExportProfile.objects.filter(pk=profile.pk, revision=self.cleaned_data["revision"] or 0)
        values = {name: getattr(profile, name) for name in fields}
        return same.update(revision=(self.cleaned_data["revision"] or 0) + 1, **values)


class AddressForm(forms.ModelForm):
    """For whom an address is. What is not public has none."""

    class Meta:
        model = ExportAddress
        fields = ["recipient"]
        error_messages = {"recipient": {"required": _("Say for whom the address is.")}}

    def __init__(self, *args, profile, **kwargs):
        super().__init__(*args, **kwargs)
        self.profile = profile

    def clean(self):
        if self.profile.selection.get("state", State.PUBLIC) not in (State.PUBLIC, State.ANY):
            self.add_error(None, _("This profile lists what is not public, which no address may give away."))
