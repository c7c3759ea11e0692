"""Cities, and the partnerships between them."""

from sistercities.cities.models.anniversary import Anniversary
from sistercities.cities.models.city import City, Ink, Region
from sistercities.cities.models.partnership import Partnership, PartnershipKind, agreement_path
from sistercities.cities.zones import validate_time_zone  # the first migration names it here

__all__ = [
    "Anniversary",
    "City",
    "Ink",
    "Partnership",
    "PartnershipKind",
    "Region",
    "agreement_path",
    "validate_time_zone",
]
