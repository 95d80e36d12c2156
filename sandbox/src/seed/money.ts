import type { CentPrecisionMoney, HighPrecisionMoney, TypedMoney } from '@commercetools/platform-sdk';
import { type Rational, rational, rounded } from './rational.ts';

const NO_DIGITS = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const THREE_DIGITS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** A price finer than the minor unit: value = preciseAmount / 10^fractionDigits of the currency's main unit. */
export interface HighPrecision {
  readonly preciseAmount: number;
  /** More than the currency's own digits, at most 20. */
  readonly fractionDigits: number;
}

/** Digits after the decimal point of a currency (ISO 4217): 2 unless the list says 0 or 3. */
export function currencyDigits(currency: string): number {
  if (NO_DIGITS.has(currency)) {
    return 0;
  }
  return THREE_DIGITS.has(currency) ? 3 : 2;
}

/** An integer as bigint. Raises a RangeError naming the field when the number is not a safe integer. */
export function integer(value: number, field: string): bigint {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${field} must be a whole number, but is ${value}.`);
  }
  return BigInt(value);
}

/** Money in minor units. Raises a RangeError when the amount leaves the range of safe integers. */
export function centMoney(amount: bigint, currency: string): CentPrecisionMoney {
  const centAmount = Number(amount);
  if (!Number.isSafeInteger(centAmount)) {
    throw new RangeError(`${amount} ${currency} is beyond what a JSON number holds exactly.`);
  }
  return { type: 'centPrecision', currencyCode: currency, centAmount, fractionDigits: currencyDigits(currency) };
}

/** High-precision money with `centAmount` rounded half-even, as the platform shows it. */
export function highPrecisionMoney(price: HighPrecision, currency: string): HighPrecisionMoney {
  const { centAmount } = centMoney(rounded(minorUnits(price, currency)), currency);
  return { type: 'highPrecision', currencyCode: currency, centAmount, ...price };
}

/** The exact value of a high-precision price in minor units of the currency. */
export function minorUnits(price: HighPrecision, currency: string): Rational {
  const precise = integer(price.preciseAmount, 'preciseAmount');
  const extraDigits = price.fractionDigits - currencyDigits(currency);
  if (!Number.isInteger(extraDigits) || extraDigits < 1 || price.fractionDigits > 20) {
    throw new RangeError(
      `fractionDigits of a high-precision price in ${currency} must be more than ${currencyDigits(currency)} and at most 20.`,
    );
  }
  return rational(precise, 10n ** BigInt(extraDigits));
}

/** The money less an amount in minor units, in the same precision. */
export function lessMinorUnits(money: TypedMoney, amount: bigint): TypedMoney {
  if (money.type === 'centPrecision') {
    return centMoney(BigInt(money.centAmount) - amount, money.currencyCode);
  }
  const factor = 10n ** BigInt(money.fractionDigits - currencyDigits(money.currencyCode));
  const preciseAmount = Number(BigInt(money.preciseAmount) - amount * factor);
  return highPrecisionMoney({ preciseAmount, fractionDigits: money.fractionDigits }, money.currencyCode);
}
