"""The link of a press kit: signed, so that nobody can make one up, and valid until the kit expires."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from sistercities.office.addresses import absolute
from sistercities.press.models import Dossier

_signer = Signer(salt="sistercities.press.kit")


def kit_address(dossier):
    """The absolute address, the same as often as it is asked for. It names the moment at which it ends."""
    value = f"{dossier.pk}_{dossier.nonce}_{int(dossier.expires_at.timestamp())}"
    return absolute(reverse("press-kit", args=[_signer.sign(value)]))


def find(token, at):
    """The open `Dossier` of that token; None for one that nobody made, that expired, or whose kit is gone."""
    try:
        key, nonce, until = _signer.unsign(token).split("_")
    except (BadSignature, ValueError):
        return None
    if at.timestamp() >= int(until):
        return None
    dossier = Dossier.objects.filter(pk=key, nonce=nonce).first()
    return dossier if dossier and dossier.is_open(at) else None
