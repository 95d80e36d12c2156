import validator from 'validator';

/** What a country needs of an address beyond name and street. `optional` postal codes are neither asked for nor checked. */
export interface RequiredParts {
  readonly city: boolean;
  readonly state: boolean;
  readonly postalCode: 'required' | 'optional';
}

/*
 * The table leans to the lenient side: an address held in error costs the merchant an order, one let through is caught by
 * Ordoro's own address check or by the carrier. Compared with the "require" column of Google's address data
 * (https://github.com/google/libaddressinput), which asks for more states and for fewer postal codes.
 */

/**
 * Carriers refuse a label without a state, and the state is part of the written address. Not Mexico, Brazil, India or
 * Italy: there the postal code settles the state and carriers do without.
 */
const STATE: ReadonlySet<string> = new Set(['US', 'CA', 'AU']);

/** One town, or so small that people name the street, the island or the parish and no city. */
const NO_CITY: ReadonlySet<string> = new Set('AD AG GI HK KY MC MO NR SG SM VA VG'.split(' '));

/** No postal code in use. */
const NO_POSTAL_CODE =
  'AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK HM JM KI KM KN KP ' +
  'LC ML MO MR MW NR NU QA RW SB SC SL SR ST SX SY TD TF TG TK TL TO TV UG VU WS YE ZW';

/** A postal code exists, but addresses are commonly written and delivered without it (the Irish Eircode, for one). */
const RARELY_USED_POSTAL_CODE =
  'AF AI BB BH BM BN BT CL CO CR CV DO EC EG EH ET FK GI GN GS GT GW HN HT IE IO IQ JO KE KH KW KY LA LB LR LS LY MG MM ' +
  'MS MU MV MZ NA NE NG NI NP OM PA PE PG PN PS PY SD SH SN SO SS SV SZ TC TT TZ UM VC VE VG VN ZM';

const POSTAL_CODE_OPTIONAL: ReadonlySet<string> = new Set(`${NO_POSTAL_CODE} ${RARELY_USED_POSTAL_CODE}`.split(' '));

/** What an address in this country needs. Absent when the upper-case code is not in ISO 3166-1 alpha-2 (`UK`, `XX`, `USA`). */
export function requiredParts(country: string): RequiredParts | undefined {
  if (!validator.isISO31661Alpha2(country)) {
    return undefined;
  }
  return {
    city: !NO_CITY.has(country),
    state: STATE.has(country),
    postalCode: POSTAL_CODE_OPTIONAL.has(country) ? 'optional' : 'required',
  };
}
