import type { Account } from './account.ts';
import type { Shipper } from './wire.ts';

/** What a carrier account is made from, for example vendor `ups`. */
export interface ShipperDraft {
  readonly vendor: string;
  readonly name?: string;
}

/** The settings Ordoro shows per vendor; nobody reads them, but its documentation says they are there. */
const VENDOR_SETTINGS: Readonly<Record<string, object>> = {
  amazon: { cart_id: '', cart_name: '' },
  australia_post: { account_number: '', api_key: '', api_secret: '', print_as_you_go: false, easypost_carrier_id: '' },
  canada_post: { customer_number: '', username: '', password: '', contract_id: false, payment_method: 'Account' },
  dhl: { payment_account_number: '', payment_country_code: 'US' },
  endicia: {
    account_id: '',
    web_password: null,
    passphrase: '',
    is_free: false,
    challenge_question: '',
    challenge_answer: '',
  },
  fedex: { account_number: '', child_key: '', child_secret: '', smart_post_hub: '', use_metric_units: false },
  pitney: { postal_reporting_number: '', autorefill_config: {} },
  ups: {
    access_token: '',
    token_type: '',
    expires: '',
    refresh_token: '',
    refresh_token_expires: '',
    shipper_number: '',
    access_license_key: '',
    use_metric_units: false,
    cost_center: '',
    billing_email: '',
    uses_discounted_rates: true,
  },
};

/** Adds a carrier account. */
export function addShipper(account: Account, draft: ShipperDraft): Shipper {
  const id = account.nextId();
  const now = account.date(account.stamp());
  const shipper: Shipper = {
    _link: `/shipper/${id}/`,
    id,
    name: draft.name ?? draft.vendor.toUpperCase(),
    vendor: draft.vendor,
    archive_date: null,
    hidden_shipping_methods: [],
    vendor_config: VENDOR_SETTINGS[draft.vendor] ?? {},
    created: now,
    updated: now,
  };
  account.shippers.push(shipper);
  return shipper;
}

/** The usable carrier account of that vendor or name, whatever the case; undefined when there is none. */
export function shipperOf(account: Account, carrier: string): Shipper | undefined {
  const wanted = carrier.toLowerCase();
  return account.shippers.find(
    (shipper) => shipper.archive_date === null && (shipper.vendor === wanted || shipper.name.toLowerCase() === wanted),
  );
}
