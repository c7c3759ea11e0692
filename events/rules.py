"""What has to be true of the facts of an event, whether they come from the desk's form or from a list."""

from django.utils.translation import gettext as _


def price_problems(is_free, price, price_to, currency):
    """Pairs of the field concerned and a sentence. Prices are numbers or None."""
    if price_to is not None and price is None:
        yield "price", _("From which price on?")
    elif price_to is not None and price is not None and price_to < price:
        yield "price_to", _("This is less than the price it begins with.")
    if price is not None and not currency:
        yield "currency", _("In which currency is the price?")
    if price and is_free:
        yield "is_free", _("Either it is free or it has a price.")


def anniversary_problem(anniversary, partnership):
    """A sentence where the anniversary is that of another partnership, else ""."""
    if anniversary is None or partnership is None or anniversary.partnership_id == partnership.pk:
        return ""
    return _("This is the anniversary of another partnership.")
