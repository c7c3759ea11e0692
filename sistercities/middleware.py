"""What every request and every response goes through: proxies, malformed requests, security headers."""

import functools
import ipaddress
import secrets

from django.conf import settings
from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.middleware.locale import LocaleMiddleware
from django.templatetags.static import static
from django.urls import get_resolver, reverse
from django.utils.functional import SimpleLazyObject, empty
from django.utils.translation import get_language_from_path

# Security headers -----------------------------------------------------------------------------------------------------

#: Pages for visitors: no script at all. connect-src, since an audit reads robots.txt from inside the page.
PUBLIC_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
#: The desk: scripts from our own files, or inline with the nonce of this one response. Pictures also from memory, since
#: the upload form shows a picture before it is sent.
STAFF_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Files that editors uploaded: shown, never run (promise 21).
MEDIA_POLICY = "default-src 'none'; sandbox"

PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class LazyNonce(SimpleLazyObject):
    """A random text, drawn when it is first printed; false until then. Like Django 6's."""

    def __init__(self):
        super().__init__(lambda: secrets.token_urlsafe(16))

    def __bool__(self):
        return self._wrapped is not empty


def get_nonce(request):
    """The nonce for inline scripts of the response to this request, or None outside of the middleware."""
    return getattr(request, "csp_nonce", None)


def csp(request):
    """Context processor: `csp_nonce`, as Django 6's `django.template.context_processors.csp` gives it."""
    return {"csp_nonce": get_nonce(request)}


@functools.cache
def _staff_prefix():
    return reverse("admin:index")


def is_staff_path(path):
    return path.startswith(_staff_prefix())


class SecurityHeaders:
    """Outermost: no response leaves without them, a refused or failed request's neither.

    A view that needs a stricter policy sets the header itself; it is kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.csp_nonce = LazyNonce()
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path.startswith(settings.MEDIA_URL):
            # Feed readers show pictures on pages of their own.
            headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
            headers.setdefault("Content-Security-Policy", MEDIA_POLICY)
            return response
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_staff_path(request.path):
            nonce = f" 'nonce-{request.csp_nonce}'" if request.csp_nonce else ""
            headers.setdefault("Content-Security-Policy", STAFF_POLICY.format(nonce=nonce))
            headers["Cache-Control"] = "private, no-store"
            return response
        headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        if response.status_code == 200 and headers.get("Content-Type", "").startswith("text/html"):
            headers.setdefault("Speculation-Rules", f'"{static("site/prefetch.speculationrules")}"')
        return response


# Proxies --------------------------------------------------------------------------------------------------------------


def client_address(request):
    """The visitor's address, for limits: whoever is connected, or whom a trusted proxy names.

    Of an IPv6 address it is the network: a household has 2⁶⁴ addresses to choose from (RFC 6177), and so has anybody
    who tries out passwords.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    if ":" not in remote or not _is_address(remote):
        return remote
    address = ipaddress.ip_address(remote.partition("%")[0])
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


class TrustedProxies:
    """Sets REMOTE_ADDR to the address that the nearest trusted proxy saw; takes forwarded headers of others away.

    X-Forwarded-For grows on its right side, so the last address that is not one of our proxies is the one nobody
    outside could forge (promise 35). TRUSTED_PROXIES holds addresses and networks; `unix` stands for a Unix socket,
    which has no address.
    """

    HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")

    def __init__(self, get_response):
        self.get_response = get_response
        self.networks = [ipaddress.ip_network(proxy) for proxy in settings.TRUSTED_PROXIES if proxy != "unix"]
        self.trusts_socket = "unix" in settings.TRUSTED_PROXIES

    def __call__(self, request):
        remote = request.META.get("REMOTE_ADDR", "")
        if self.is_proxy(remote):
            for address in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                address = address.strip()
                if not _is_address(address):
                    break
                remote = address
                if not self.is_proxy(remote):
                    break
        else:
            for header in self.HEADERS:
                request.META.pop(header, None)
        request.META["REMOTE_ADDR"] = remote if _is_address(remote) else "::"
        return self.get_response(request)

    def is_proxy(self, address):
        if not _is_address(address):
            return self.trusts_socket and not address
        address = ipaddress.ip_address(address)
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self.networks)


def _is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


# Languages ------------------------------------------------------------------------------------------------------------


class Language(LocaleMiddleware):
    """Django's, which says of every address without a language that its page depends on the visitor's. Those that are
    the same for everybody (`publishing.http.conditional`: robots.txt, the sitemap) do not, and have no language.
    """

    def process_response(self, request, response):
        if getattr(response, "is_for_everybody", False) and not get_language_from_path(request.path_info):
            return response
        return super().process_response(request, response)


# Malformed requests ---------------------------------------------------------------------------------------------------


class RefuseMalformedRequests:
    """Answers 400, 413 or 414 to what no browser sends, before anything reads it (promise 34).

    NUL is refused here once, in address, query and cookies (which write it as \\000), since PostgreSQL raises
    ValueError on it wherever it arrives. Form fields refuse it themselves.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.get_host()  # an unknown host is refused for every address
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        if len(path) > settings.MAX_ADDRESS_LENGTH or len(query) > 2 * settings.MAX_ADDRESS_LENGTH:
            return self.refuse(request, 414)
        cookies = request.META.get("HTTP_COOKIE", "")
        if "\0" in path or "%00" in query or "\0" in query or "\0" in cookies or "\\000" in cookies:
            return self.refuse(request, 400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()):
            return self.refuse(request, 400)
        limit = settings.MAX_STAFF_BODY if is_staff_path(path) else settings.MAX_PUBLIC_BODY
        if len(length) > 15 or int(length) > limit:
            return self.refuse(request, 413)
        try:
            bool(request.GET)  # parses it: too many parameters are refused here and not half-way through a view
        except TooManyFieldsSent:
            return self.refuse(request, 400)
        return self.get_response(request)

    def refuse(self, request, status):
        """The page of a bad request. Not raised: Django would log a traceback for each of a scanner's attempts."""
        response = get_resolver().resolve_error_handler(400)(request, exception=BadRequest())
        response.status_code = status
        return response
