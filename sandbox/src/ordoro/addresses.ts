import type { Account } from './account.ts';
import type { Address, AddressParts, AddressValidation } from './wire.ts';

const PART_NAMES = [
  'name',
  'company',
  'street1',
  'street2',
  'city',
  'state',
  'zip',
  'country',
  'email',
  'phone',
] as const;

/** Spellings turned into the two-letter code; everything else is kept as it came. */
const COUNTRY_CODES: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states': 'US',
  'united states of america': 'US',
  canada: 'CA',
  can: 'CA',
  'united kingdom': 'GB',
  'great britain': 'GB',
  uk: 'GB',
  gbr: 'GB',
  germany: 'DE',
  deutschland: 'DE',
  deu: 'DE',
  austria: 'AT',
  switzerland: 'CH',
  france: 'FR',
  fra: 'FR',
  netherlands: 'NL',
  australia: 'AU',
  aus: 'AU',
};

/** A new stored address from what a client sent. */
export function makeAddress(account: Account, sent: Partial<AddressParts>): Address {
  const parts = normalised({ ...emptyParts(), ...onlyParts(sent) });
  return { id: account.nextId(), ...parts, fax: null, cart_address_id: null, validation: check(parts) };
}

/** Overwrites the parts that were sent, keeps the others, and checks the whole again. */
export function changeAddress(address: Address, sent: Partial<AddressParts>): void {
  Object.assign(address, normalised({ ...onlyParts(address), ...onlyParts(sent) } as AddressParts));
  address.validation = check(address);
}

function emptyParts(): AddressParts {
  return Object.fromEntries(PART_NAMES.map((name) => [name, null])) as unknown as AddressParts;
}

function onlyParts(sent: Partial<AddressParts>): Partial<AddressParts> {
  return Object.fromEntries(PART_NAMES.filter((name) => sent[name] !== undefined).map((name) => [name, sent[name]]));
}

function normalised(parts: AddressParts): AddressParts {
  const country = parts.country?.trim() ?? null;
  return {
    ...parts,
    state: parts.state?.toUpperCase() ?? null,
    country: country === null ? null : (COUNTRY_CODES[country.toLowerCase()] ?? upperCode(country)),
  };
}

function upperCode(country: string): string {
  return country.length === 2 ? country.toUpperCase() : country;
}

/** Ordoro asks the US postal service: foreign addresses get a warning, incomplete ones an error. */
function check(parts: AddressParts): AddressValidation {
  const answer = (status: AddressValidation['status'], text: string | null) => ({
    status,
    suggested: [],
    additional_text: text,
  });
  if (parts.country !== null && parts.country !== 'US') {
    return answer('warning', 'Addresses outside the United States cannot be verified.');
  }
  const missing = (['street1', 'city', 'state', 'zip'] as const).filter((name) => !parts[name]);
  if (missing.length > 0) return answer('error', `The address has no ${missing.join(', ')}.`);
  return answer('validated', null);
}
