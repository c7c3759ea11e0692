"""What was measured, as tables, and which limits it exceeds."""

#: Queries of a page, also of the first one after a change.
MOST_QUERIES = 6
#: The 95th percentile at any size, as a multiple of that at the smallest one; of `bench.pages.MUST_NOT_GROW`.
MOST_GROWTH = 1.3
#: Pages per second from the page cache, as a share of the bare view's.
LEAST_KEPT = 0.85


def tables(sites, kept, bare):
    for site in sites:
        print(f"\n{site.events:,} events")
        print(f"{'page':26}{'KB':>7}{'queries':>9}{'median':>9}{'p95':>9}{'processor':>11}{'p95':>9}")
        for name, timing in site.timings.items():
            page = site.pages[name]
            print(f"{name:26}{len(page['bytes']) / 1024:7.1f}{'/'.join(map(str, page['queries'])):>9}", end="")
            print(f"{timing.median * 1000:9.2f}{timing.p95 * 1000:9.2f}", end="")
            print(f"{timing.processor_median * 1000:11.2f}{timing.processor_p95 * 1000:9.2f}")
    print(f"\nPages per second at {sites[-1].events:,} events, as a share of the bare view's")
    print(f"{'page':26}{'bare':>9}{'printed':>18}{'kept':>9}{'share':>18}")
    for name, one in bare.timings.items():
        printed, found = sites[-1].timings[name], kept.timings[name]
        print(f"{name:26}{one.median * 1000:9.2f}{_shares(printed, one):>18}", end="")
        print(f"{found.median * 1000:9.2f}{_shares(found, one):>18}" if sites[-1].pages[name]["is_kept"] else "")
    if len(sites) > 1:
        print(f"\nThe 95th percentile as a multiple of that at {sites[0].events:,} events")
        print(f"{'page':26}" + "".join(f"{site.events:>18,}" for site in sites[1:]))
        for name, least in sites[0].timings.items():
            print(f"{name:26}" + "".join(f"{_growth(site.timings[name], least):>18}" for site in sites[1:]))


def _shares(timing, bare):
    return f"{timing.share_of(bare):.1%} ({timing.processor_share_of(bare):.0%})"


def _growth(timing, least):
    return f"{timing.p95 / least.p95:.2f} ({timing.processor_p95 / least.processor_p95:.2f})"


def exceeded(sites, kept, bare):
    """A sentence about each limit that is exceeded."""
    found = []
    for name, one in bare.timings.items():
        for site in sites:
            page, where = site.pages[name], f"at {site.events:,} events"
            if max(page["queries"]) > MOST_QUERIES:
                found.append(f"{name}: {max(page['queries'])} queries {where}, more than {MOST_QUERIES}.")
            growth = site.timings[name].p95 / sites[0].timings[name].p95
            if page["must_not_grow"] and growth > MOST_GROWTH:
                found.append(f"{name}: {growth:.2f} times the time {where}, more than {MOST_GROWTH}.")
        share = kept.timings[name].share_of(one)
        if page["is_kept"] and share < LEAST_KEPT:
            found.append(f"{name}: {share:.1%} of the bare view from the page cache, less than {LEAST_KEPT:.0%}.")
    return found
