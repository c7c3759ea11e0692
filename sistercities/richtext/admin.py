"""The rich-text editor in the admin under a policy that forbids inline scripts and styles.

django-prose-editor 0.28 works there with three additions, and this module is the one place that knows them:

* its import map needs the nonce of the response, which `RichTextAdminMixin` gives it;
* TipTap adds its base rules as a `<style>` element, which the policy blocks (and reports): `admin/richtext.js` keeps it
  from trying and `admin/richtext.css` has the rules; without `white-space: break-spaces`, two typed spaces are stored
  as `&nbsp;`;
* the text box has no accessible name: `admin/richtext.js` takes it from the label, with help text, errors and language.
"""

from django import forms
from js_asset import Media


class RichTextAdminMixin:
    """For a ModelAdmin with a form (or inlines) that has a `ProseEditorWidget`. Stands left of ModelAdmin."""

    @property
    def media(self):
        # The plain script runs before the editor's modules, wherever it stands: modules are deferred.
        return super().media + forms.Media(css={"all": ["admin/richtext.css"]}, js=["admin/richtext.js"])

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = Media.from_media(context["media"], nonce=getattr(request, "csp_nonce", None))
        return super().render_change_form(request, context, *args, **kwargs)
