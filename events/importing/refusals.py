"""Why something cannot be taken over, as a sentence for whoever imports it."""


class CellRefused(ValueError):
    """`str()` says what is wrong with the cell."""


class NameUnknown(CellRefused):
    """It names something that is not here: it can be left out, if that is wanted."""


class OrderUnknown(CellRefused):
    """A day such as 05/06/2026: nobody has said yet whether days or months come first."""
