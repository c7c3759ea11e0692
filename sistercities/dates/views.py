"""What a typed date means, for the input field that says it back. For the desk only."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sistercities.dates.forms import understood
from sistercities.dates.parsing import DateNotUnderstood


@require_safe
@never_cache
def understand(request):
    """`?text=` → `{"words": "27 June 1967"}`, or `{"problem": "…"}`, or `{}` for nothing. The reader's language.

    With `range`, for fields that take a first and a last date in one text.
    """
    text = request.GET.get("text", "").strip()
    if not text:
        return JsonResponse({})
    try:
        return JsonResponse({"words": understood(text, takes_ranges="range" in request.GET)})
    except DateNotUnderstood as refusal:
        return JsonResponse({"problem": str(refusal)})
