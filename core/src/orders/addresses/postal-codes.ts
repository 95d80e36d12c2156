import validator from 'validator';

/** No postal code is longer than this, blanks and dashes not counted; nothing longer is worth trying. */
const MAX_CODE_LENGTH = 12;
const MAX_TEXT_LENGTH = 60;

/** The long vowel mark is a letter to Unicode and a dash to people who type a Japanese code. */
const BLANKS_AND_SIGNS = /[\p{Z}\p{P}\p{S}\p{C}\u30fc]/gu;

/**
 * Codes in use that validator's patterns do not know, without blanks and dashes: French overseas collectivities (975, 977,
 * 978, 98) and army post (00) addressed as France, British forces post (BFPO), Planken in Liechtenstein, and the Saudi
 * code with its four additional digits.
 */
const ALSO_VALID: Readonly<Record<string, RegExp>> = {
  FR: /^(?:00\d{3}|97[578]\d{2}|98\d{3})$/,
  GB: /^BFPO\d{1,4}$/,
  LI: /^9498$/,
  SA: /^\d{9}$/,
};

/** validator takes the first half of a British postcode for a whole one; no parcel arrives with half a postcode. */
const NOT_VALID: Readonly<Record<string, RegExp>> = { GB: /^[A-Z]{1,2}\d[A-Z\d]?$/ };

function isKnown(country: string): country is validator.PostalCodeLocale {
  return (validator.isPostalCodeLocales as readonly string[]).includes(country);
}

/** `DE-10115` and `D-10115` are the code with the country's sign before it. */
function withoutCountrySign(code: string, country: string): string {
  if (code.startsWith(country)) {
    return code.slice(country.length);
  }
  return code.startsWith(country.slice(0, 1)) && /^.\d/u.test(code) ? code.slice(1) : code;
}

/** Every way to write the bare code that a pattern may ask for: as it is, parted by a blank or dash, with the country before. */
function spellings(bare: string, country: string): readonly string[] {
  const cuts = Array.from({ length: Math.max(bare.length - 1, 0) }, (_, index) => index + 1);
  const parted = cuts.flatMap((cut) => [' ', '-'].map((sign) => `${bare.slice(0, cut)}${sign}${bare.slice(cut)}`));
  return [bare, ...parted, `${country}${bare}`, `${country}-${bare}`];
}

/**
 * Whether the postal code can be one of this country (upper-case alpha-2). Lenient about case, blanks, dashes, full-width
 * digits and a country sign in front; checks the form, not whether the code is in use. True for every country whose form
 * is not known. Never throws.
 */
export function isPossiblePostalCode(postalCode: string, country: string): boolean {
  if (!isKnown(country)) {
    return true;
  }
  if (postalCode.length > MAX_TEXT_LENGTH) {
    return false;
  }
  const code = postalCode.normalize('NFKC').toUpperCase().replace(BLANKS_AND_SIGNS, '');
  const fits = (bare: string): boolean =>
    bare.length <= MAX_CODE_LENGTH &&
    !NOT_VALID[country]?.test(bare) &&
    (ALSO_VALID[country]?.test(bare) === true ||
      spellings(bare, country).some((spelling) => validator.isPostalCode(spelling, country)));
  return fits(code) || fits(withoutCountrySign(code, country));
}
