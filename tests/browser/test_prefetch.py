"""Pointing at a link fetches the next page ahead, by a response header and without a script (design, performance)."""

from tests.factories import OfficeFactory, publish_story


def test_pointing_at_a_story_fetches_it_ahead_and_a_filter_is_not(new_context):
    OfficeFactory()
    publish_story(words={"title": "Bridges", "slug": "bridges"})
    context = new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    candidates, fetched = set(), []
    devtools.on(
        "Preload.preloadingAttemptSourcesUpdated",
        lambda event: candidates.update(source["key"]["url"] for source in event["preloadingAttemptSources"]),
    )
    devtools.on("Preload.prefetchStatusUpdated", lambda event: fetched.append((event["status"], event["prefetchUrl"])))
    devtools.send("Preload.enable")

    page.goto("/en/stories/")
    story = page.get_by_role("link", name="Bridges").first
    address = story.evaluate("link => link.href")
    story.hover()
    for _ in range(50):
        if ("Ready", address) in fetched:
            break
        page.wait_for_timeout(100)

    assert ("Ready", address) in fetched
    assert [candidate for candidate in candidates if "?" in candidate or "/feed/" in candidate] == []
