"""What pages of this site have in common with each other in tests for barriers: axe, and the width of the window."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_event_desk import STOCK


def violations(page):
    """What axe finds on the page that is open: rule and element, as text."""
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    # Axe measures with inline styles, which the policy of the desk blocks and reports.
    complaints = page.context.complaints.found
    complaints[:] = [complaint for complaint in complaints if "Applying inline style" not in complaint]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def barriers(page, addresses):
    """What axe finds on each of them, `{address: [text, …]}` without those where it finds nothing."""
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
    return {address: texts for address, texts in found.items() if texts}


def barriers_of_the_desk(page):
    """The same of a page of the desk that is open, without what Django's own pages have; its width counts, too."""
    found = [text for text in violations(page) if text.partition(":")[0] not in STOCK]
    return found + ([f"wider than the window: {page.url}"] if is_too_wide(page) else [])


def too_wide(page, addresses):
    """Those on which one has to scroll sideways."""
    found = []
    for address in addresses:
        page.goto(address)
        if is_too_wide(page):
            found.append(address)
    return found


def is_too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
