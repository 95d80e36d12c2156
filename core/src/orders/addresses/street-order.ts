/**
 * Countries that write the house number before the street; everywhere else the street comes first, which is also the
 * default for a country we do not know. Where a country has two habits, the one of its own language counts, so Korea and
 * Japan stay street first. Compared with the OpenCage address templates
 * (https://github.com/OpenCageData/address-formatting), which it leaves for New Zealand, Puerto Rico, Brazil and some others.
 */
const NUMBER_FIRST: ReadonlySet<string> = new Set(
  [
    'US CA AS FM GU MH MP PR PW UM VI', // North America and what the USPS serves
    'GB IE FK GG GI GS IM IO JE SH PN', // British Isles and overseas territories
    'AU NZ CC CX HM NF CK FJ KI NR NU PG SB TK TO TV VU WS', // Oceania
    'FR BL GF GP MC MF MQ NC PF PM RE TF WF YT LU', // France and neighbours that write like it
    'AG AI BB BM BS BZ DM GD GY HT JM KN KY LC MS TC TT VC VG', // Caribbean
    'AE BD BN HK IL IN KH LK MM MY PH PK SA SG TH VN', // Asia
    'BF BJ CD CI DZ EG GH GM KE LR LS MA MG MU MW NA NG RW SL SN TG TN TZ UG ZA ZM ZW', // Africa
    'MT',
  ].flatMap((region) => region.split(' ')),
);

/** Street and house number as one line in the order of the country (upper-case alpha-2); either may be absent. */
export function streetLine(
  country: string | undefined,
  street: string | undefined,
  number: string | undefined,
): string | undefined {
  const numberFirst = country !== undefined && NUMBER_FIRST.has(country);
  const parts = numberFirst ? [number, street] : [street, number];
  const line = parts.filter((part) => part !== undefined).join(' ');
  return line === '' ? undefined : line;
}
