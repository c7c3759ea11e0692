"""Django's handlers of errors. 500 is a static file, `templates/500.html`: printable when nothing else works."""

from sistercities.office.error_pages import error_page


def bad_request(request, exception=None):
    return error_page(request, 400)


def permission_denied(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    return error_page(request, 403)


def not_found(request, exception=None):
    return error_page(request, 404)
