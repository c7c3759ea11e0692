"""What a ticket costs, in words: "€12–€18.50", „12–18,50 €“."""

from babel.numbers import format_currency

LOCALES = {"en": "en_GB", "de": "de_DE"}
PATTERNS = {"en": "¤#,##0", "de": "#,##0\u00a0¤"}


def price_words(edition, language):
    """The price, or from which to which it goes; empty where none is given. Cents only where there are any."""
    prices = [price for price in (edition.price, edition.price_to) if price is not None]
    if not prices or not edition.currency:
        return ""
    words = [_amount(price, edition.currency, language) for price in dict.fromkeys(prices)]
    return "–".join(words)


def _amount(price, currency, language):
    whole = price == price.to_integral_value()
    pattern = PATTERNS[language] if whole else None
    return format_currency(
        price, currency, pattern, locale=LOCALES[language], currency_digits=not whole, decimal_quantization=True
    )
