package generate

// county is a county of California: its residents at the census of 2020, by which
// cases are spread, and a town in it with an area code and a ZIP code.
type county struct {
	name       string
	population int
	town       string
	areaCode   string
	zip        string
}

var counties = [...]county{
	{"Alameda", 1682353, "Oakland", "510", "94601"},
	{"Alpine", 1204, "Markleeville", "530", "96120"},
	{"Amador", 40474, "Jackson", "209", "95642"},
	{"Butte", 211632, "Oroville", "530", "95965"},
	{"Calaveras", 45292, "San Andreas", "209", "95249"},
	{"Colusa", 21839, "Colusa", "530", "95932"},
	{"Contra Costa", 1165927, "Martinez", "925", "94553"},
	{"Del Norte", 27743, "Crescent City", "707", "95531"},
	{"El Dorado", 191185, "Placerville", "530", "95667"},
	{"Fresno", 1008654, "Fresno", "559", "93702"},
	{"Glenn", 28917, "Willows", "530", "95988"},
	{"Humboldt", 136463, "Eureka", "707", "95501"},
	{"Imperial", 179702, "El Centro", "760", "92243"},
	{"Inyo", 19016, "Bishop", "760", "93514"},
	{"Kern", 909235, "Bakersfield", "661", "93304"},
	{"Kings", 152486, "Hanford", "559", "93230"},
	{"Lake", 68163, "Lakeport", "707", "95453"},
	{"Lassen", 32730, "Susanville", "530", "96130"},
	{"Los Angeles", 10014009, "Los Angeles", "213", "90011"},
	{"Madera", 156255, "Madera", "559", "93637"},
	{"Marin", 262321, "San Rafael", "415", "94901"},
	{"Mariposa", 17131, "Mariposa", "209", "95338"},
	{"Mendocino", 91601, "Ukiah", "707", "95482"},
	{"Merced", 281202, "Merced", "209", "95340"},
	{"Modoc", 8700, "Alturas", "530", "96101"},
	{"Mono", 13195, "Mammoth Lakes", "760", "93546"},
	{"Monterey", 439035, "Salinas", "831", "93905"},
	{"Napa", 138019, "Napa", "707", "94558"},
	{"Nevada", 102241, "Grass Valley", "530", "95945"},
	{"Orange", 3186989, "Santa Ana", "714", "92701"},
	{"Placer", 404739, "Auburn", "530", "95603"},
	{"Plumas", 19790, "Quincy", "530", "95971"},
	{"Riverside", 2418185, "Riverside", "951", "92503"},
	{"Sacramento", 1585055, "Sacramento", "916", "95823"},
	{"San Benito", 64209, "Hollister", "831", "95023"},
	{"San Bernardino", 2181654, "San Bernardino", "909", "92404"},
	{"San Diego", 3298634, "San Diego", "619", "92113"},
	{"San Francisco", 873965, "San Francisco", "415", "94124"},
	{"San Joaquin", 779233, "Stockton", "209", "95206"},
	{"San Luis Obispo", 282424, "San Luis Obispo", "805", "93401"},
	{"San Mateo", 764442, "Redwood City", "650", "94063"},
	{"Santa Barbara", 448229, "Santa Maria", "805", "93454"},
	{"Santa Clara", 1936259, "San Jose", "408", "95122"},
	{"Santa Cruz", 270861, "Watsonville", "831", "95076"},
	{"Shasta", 182155, "Redding", "530", "96001"},
	{"Sierra", 3236, "Downieville", "530", "95936"},
	{"Siskiyou", 44076, "Yreka", "530", "96097"},
	{"Solano", 453491, "Fairfield", "707", "94533"},
	{"Sonoma", 488863, "Santa Rosa", "707", "95407"},
	{"Stanislaus", 552878, "Modesto", "209", "95351"},
	{"Sutter", 99633, "Yuba City", "530", "95991"},
	{"Tehama", 65829, "Red Bluff", "530", "96080"},
	{"Trinity", 16112, "Weaverville", "530", "96093"},
	{"Tulare", 473117, "Visalia", "559", "93277"},
	{"Tuolumne", 55620, "Sonora", "209", "95370"},
	{"Ventura", 843843, "Oxnard", "805", "93033"},
	{"Yolo", 216403, "Woodland", "530", "95695"},
	{"Yuba", 81575, "Marysville", "530", "95901"},
}

// residents[i] is how many people live in counties[:i+1].
var residents = func() (sums [len(counties)]int) {
	sum := 0
	for i, c := range counties {
		sum += c.population
		sums[i] = sum
	}
	return sums
}()

// county draws an index of counties by population.
func (r *random) county() int {
	n := r.below(residents[len(residents)-1])
	low, high := 0, len(residents)-1
	for low < high {
		if middle := (low + high) / 2; n < residents[middle] {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// place is a town outside California where some parents live.
type place struct{ town, state, areaCode, zip string }

var elsewhere = []place{
	{"Reno", "NV", "775", "89502"}, {"Las Vegas", "NV", "702", "89101"}, {"Phoenix", "AZ", "602", "85009"},
	{"Medford", "OR", "541", "97501"}, {"Houston", "TX", "713", "77036"}, {"Seattle", "WA", "206", "98118"},
	{"Boise", "ID", "208", "83704"}, {"Salt Lake City", "UT", "801", "84104"},
}

var otherStates = []string{"NV", "AZ", "OR", "TX", "WA", "NY", "FL", "ID", "UT", "CO"}
