"""What belongs to a manuscript in its form: rows without permissions of their own."""

from sistercities.publishing import access


class ManuscriptPartMixin:
    """For an inline of a `ManuscriptAdmin`: whoever may edit the manuscript may edit its parts, nobody else."""

    def has_view_permission(self, request, obj=None):
        return obj is None or access.may_see(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return obj is None or access.may_edit(request.user, obj)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)
