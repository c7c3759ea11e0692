"""What titles and texts in bulk are made of; enough of them that a search has something to choose from."""

#: English and German name, country, region, IANA zone, latitude, longitude, year of signing; Berlin first.
CITIES = [
    ("Berlin", "Berlin", "DE", "europe", "Europe/Berlin", 52.52, 13.405, None),
    ("Los Angeles", "Los Angeles", "US", "americas", "America/Los_Angeles", 34.052, -118.244, 1967),
    ("Paris", "Paris", "FR", "europe", "Europe/Paris", 48.857, 2.352, 1987),
    ("Madrid", "Madrid", "ES", "europe", "Europe/Madrid", 40.417, -3.704, 1988),
    ("Istanbul", "Istanbul", "TR", "europe", "Europe/Istanbul", 41.008, 28.978, 1989),
    ("Moscow", "Moskau", "RU", "europe", "Europe/Moscow", 55.756, 37.617, 1990),
    ("Warsaw", "Warschau", "PL", "europe", "Europe/Warsaw", 52.23, 21.012, 1991),
    ("Budapest", "Budapest", "HU", "europe", "Europe/Budapest", 47.498, 19.04, 1991),
    ("Brussels", "Brüssel", "BE", "europe", "Europe/Brussels", 50.85, 4.352, 1992),
    ("Tashkent", "Taschkent", "UZ", "asia", "Asia/Tashkent", 41.3, 69.24, 1993),
    ("Mexico City", "Mexiko-Stadt", "MX", "americas", "America/Mexico_City", 19.433, -99.133, 1993),
    ("Jakarta", "Jakarta", "ID", "asia", "Asia/Jakarta", -6.175, 106.827, 1993),
    ("Beijing", "Peking", "CN", "asia", "Asia/Shanghai", 39.904, 116.407, 1994),
    ("Tokyo", "Tokio", "JP", "asia", "Asia/Tokyo", 35.69, 139.692, 1994),
    ("Buenos Aires", "Buenos Aires", "AR", "americas", "America/Argentina/Buenos_Aires", -34.604, -58.382, 1994),
    ("Prague", "Prag", "CZ", "europe", "Europe/Prague", 50.088, 14.42, 1995),
    ("Windhoek", "Windhuk", "NA", "africa", "Africa/Windhoek", -22.57, 17.084, 2000),
    ("London", "London", "GB", "europe", "Europe/London", 51.507, -0.128, 2000),
]
#: Pairs of English and German.
THEMES = [
    ("Film", "Film"),
    ("Art", "Kunst"),
    ("Freedom", "Freiheit"),
    ("Music", "Musik"),
    ("Sport", "Sport"),
    ("Science", "Wissenschaft"),
    ("Schools", "Schulen"),
    ("Housing", "Wohnen"),
]
SUBJECTS = [
    ("Bridges", "Brücken"),
    ("Gardens", "Gärten"),
    ("Neighbours", "Nachbarn"),
    ("Rivers", "Flüsse"),
    ("Letters", "Briefe"),
    ("Harbours", "Häfen"),
    ("Markets", "Märkte"),
    ("Songs", "Lieder"),
    ("Tramways", "Straßenbahnen"),
    ("Libraries", "Bibliotheken"),
    ("Kitchens", "Küchen"),
    ("Apprentices", "Lehrlinge"),
    ("Courtyards", "Höfe"),
    ("Orchestras", "Orchester"),
    ("Photographs", "Fotografien"),
    ("Workshops", "Werkstätten"),
]
TURNS = [
    ("across an ocean", "über einen Ozean hinweg"),
    ("in two languages", "in zwei Sprachen"),
    ("for an evening", "für einen Abend"),
    ("by the water", "am Wasser"),
    ("after fifty years", "nach fünfzig Jahren"),
    ("in the open air", "unter freiem Himmel"),
    ("for beginners", "für Anfänger"),
    ("at night", "bei Nacht"),
    ("with guests", "mit Gästen"),
    ("revisited", "neu besehen"),
]
SENTENCES = {
    "en": "Two cities can know each other for half a century and still be surprised. ",
    "de": "Zwei Städte können sich ein halbes Jahrhundert lang kennen und doch überrascht werden. ",
}
VENUES = [
    ("House of the Arts", "Haus der Künste"),
    ("Old Power Station", "Altes Kraftwerk"),
    ("Town Hall", "Rathaus"),
    ("Chamber Theatre", "Kammertheater"),
    ("City Library", "Stadtbibliothek"),
    ("Cinema by the Park", "Kino am Park"),
]
ORGANISERS = [
    ("Friends of the partnership", "Freundeskreis der Partnerschaft"),
    ("Film week", "Filmwoche"),
    ("Chamber of crafts", "Handwerkskammer"),
    ("School exchange", "Schüleraustausch"),
]
PEOPLE = ("Ada Lens", "Bo Meadow", "Cleo Sand", "Dan Vogel", "Eva Brook", "Fritz Hill", "Greta Noon", "Hal Winter")
