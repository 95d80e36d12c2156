/**
 * Official state codes of the countries whose carriers expect them, each with the names people write.
 * US: USPS Publication 28, appendix B, with territories, freely associated states and military "states".
 * CA: Canada Post symbols, English and French. AU: Australia Post abbreviations.
 */
const SUBDIVISIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    AA: 'Armed Forces Americas|Armed Forces the Americas',
    AE: 'Armed Forces Europe|Armed Forces Africa|Armed Forces Canada|Armed Forces Middle East',
    AK: 'Alaska',
    AL: 'Alabama',
    AP: 'Armed Forces Pacific',
    AR: 'Arkansas',
    AS: 'American Samoa',
    AZ: 'Arizona',
    CA: 'California',
    CO: 'Colorado',
    CT: 'Connecticut',
    DC: 'District of Columbia|Washington DC|Washington District of Columbia',
    DE: 'Delaware',
    FL: 'Florida',
    FM: 'Federated States of Micronesia|Micronesia',
    GA: 'Georgia',
    GU: 'Guam',
    HI: 'Hawaii',
    IA: 'Iowa',
    ID: 'Idaho',
    IL: 'Illinois',
    IN: 'Indiana',
    KS: 'Kansas',
    KY: 'Kentucky',
    LA: 'Louisiana',
    MA: 'Massachusetts',
    MD: 'Maryland',
    ME: 'Maine',
    MH: 'Marshall Islands',
    MI: 'Michigan',
    MN: 'Minnesota',
    MO: 'Missouri',
    MP: 'Northern Mariana Islands|Commonwealth of the Northern Mariana Islands',
    MS: 'Mississippi',
    MT: 'Montana',
    NC: 'North Carolina',
    ND: 'North Dakota',
    NE: 'Nebraska',
    NH: 'New Hampshire',
    NJ: 'New Jersey',
    NM: 'New Mexico',
    NV: 'Nevada',
    NY: 'New York|New York State',
    OH: 'Ohio',
    OK: 'Oklahoma',
    OR: 'Oregon',
    PA: 'Pennsylvania',
    PR: 'Puerto Rico',
    PW: 'Palau',
    RI: 'Rhode Island',
    SC: 'South Carolina',
    SD: 'South Dakota',
    TN: 'Tennessee',
    TX: 'Texas',
    UM: 'United States Minor Outlying Islands|US Minor Outlying Islands',
    UT: 'Utah',
    VA: 'Virginia',
    VI: 'Virgin Islands|US Virgin Islands|United States Virgin Islands',
    VT: 'Vermont',
    WA: 'Washington|Washington State',
    WI: 'Wisconsin',
    WV: 'West Virginia',
    WY: 'Wyoming',
  },
  CA: {
    AB: 'Alberta',
    BC: 'British Columbia|Colombie-Britannique',
    MB: 'Manitoba',
    NB: 'New Brunswick|Nouveau-Brunswick',
    NL: 'Newfoundland and Labrador|Newfoundland|Labrador|Terre-Neuve-et-Labrador',
    NS: 'Nova Scotia|Nouvelle-Écosse',
    NT: 'Northwest Territories|Territoires du Nord-Ouest',
    NU: 'Nunavut',
    ON: 'Ontario',
    PE: 'Prince Edward Island|Île-du-Prince-Édouard|PEI',
    QC: 'Quebec|Québec',
    SK: 'Saskatchewan',
    YT: 'Yukon|Yukon Territory',
  },
  AU: {
    ACT: 'Australian Capital Territory',
    NSW: 'New South Wales',
    NT: 'Northern Territory',
    QLD: 'Queensland',
    SA: 'South Australia',
    TAS: 'Tasmania',
    VIC: 'Victoria',
    WA: 'Western Australia',
  },
};

/** Longest text that can still be a name above; a longer one is not worth folding. */
const MAX_NAME_LENGTH = 80;

/** What two spellings of one name share: letters only, without case, accents, dots, blanks and hyphens. */
function fold(text: string): string {
  return text
    .replaceAll('&', 'and')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
}

function codesByName(country: string, names: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const entries = Object.entries(names).flatMap(([code, spellings]) => [
    [fold(code), code] as const,
    [fold(`${country}-${code}`), code] as const,
    ...spellings.split('|').map((name) => [fold(name), code] as const),
  ]);
  return new Map(entries);
}

const CODES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(SUBDIVISIONS).map(([country, names]) => [country, codesByName(country, names)]),
);

/**
 * The state as its official upper-case code where the country (upper-case alpha-2) uses codes: US, CA, AU. Full names and
 * codes are known in any case, also as ISO 3166-2 (`US-NY`). A text that is not known is returned as it came.
 */
export function stateCode(country: string | undefined, state: string): string {
  const codes = country === undefined ? undefined : CODES.get(country);
  if (codes === undefined || state.length > MAX_NAME_LENGTH) {
    return state;
  }
  return codes.get(fold(state)) ?? state;
}
