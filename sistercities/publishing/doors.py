"""Doors of the stock admin that stand open without anybody having asked for them."""

from django.core.exceptions import PermissionDenied


class NarrowDoorsMixin:
    """For a ModelAdmin: lists take their own filters only (promise 36), and nothing is copied by a forged button.

    Django lets `?column=` filter by any column and by any relation to the model, so a list of pictures would tell which
    of them a hidden story uses; and it honours `_saveasnew` whether the form offers it or not.
    """

    def lookup_allowed(self, lookup, value, request):
        return self._is_offered(lookup, request) and super().lookup_allowed(lookup, value, request)

    def _is_offered(self, lookup, request):
        offered = [item[0] if isinstance(item, tuple) else item for item in self.get_list_filter(request)]
        offered.append(self.date_hierarchy)
        # Filters of the desk's own are classes, asked for by the name of their parameter.
        names = [getattr(item, "parameter_name", item) for item in offered]
        names = [name for name in names if isinstance(name, str)]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in names)

    def changeform_view(self, request, *args, **kwargs):
        if "_saveasnew" in request.POST and not self.save_as:
            raise PermissionDenied
        return super().changeform_view(request, *args, **kwargs)
