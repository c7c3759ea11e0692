"""What a typed date means, for the input field that says it back. For the desk only."""

from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sistercities.dates.parsing import DateNotUnderstood, parse
from sistercities.dates.words import date_words


@require_safe
@never_cache
def understand(request):
    """`?text=` → `{"words": "27 June 1967"}`, or `{"problem": "…"}`, or `{}` for nothing. The reader's language."""
    text = request.GET.get("text", "").strip()
    if not text:
        return JsonResponse({})
    try:
        return JsonResponse({"words": date_words(parse(text))})
    except DateNotUnderstood as refusal:
        return JsonResponse({"problem": str(refusal)})
