"""What every publishable noun shares (abstract), and the few tables that publishing itself needs.

A manuscript is what editors work on; an edition is what was printed. See `docs/architecture.md`, "The one idea".
"""

from sistercities.publishing.models.audit import AuditAction, AuditEntry
from sistercities.publishing.models.editions import Edition, EditionQuerySet, EndReason
from sistercities.publishing.models.manuscripts import Manuscript, ManuscriptQuerySet, ManuscriptText, Stage
from sistercities.publishing.models.previews import PreviewAnswer, PreviewLink
from sistercities.publishing.models.references import ContentNumber, Reference, ReferenceQuerySet

__all__ = [
    "AuditAction",
    "AuditEntry",
    "ContentNumber",
    "Edition",
    "EditionQuerySet",
    "EndReason",
    "Manuscript",
    "ManuscriptQuerySet",
    "ManuscriptText",
    "PreviewAnswer",
    "PreviewLink",
    "Reference",
    "ReferenceQuerySet",
    "Stage",
]
