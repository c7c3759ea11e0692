"""What a story's page gathers when the reference data change under it."""

from sistercities.office.frame import current_frame
from stories.reading import read_story
from tests.factories import AnniversaryFactory, CityFactory, PartnershipFactory, publish_story


def test_a_story_whose_partnership_is_newer_than_the_frame_names_its_anniversary(site):
    frame = current_frame()
    partnership = PartnershipFactory(city_a=site.berlin, city_b=CityFactory(), slug="new")
    anniversary = AnniversaryFactory(partnership=partnership)
    [edition] = publish_story(partnership=partnership, anniversary=anniversary)
    page = read_story(frame, "en", edition.slug, {})
    assert (page.edition, page.partnership) == (edition, None)
    assert page.edition.anniversary.title("en") == anniversary.title("en")
