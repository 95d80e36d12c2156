import type { ParcelMeasurements } from '@commercetools/platform-sdk';
import type { KnownShipment } from '../records/known-ordoro-order.ts';

/** An ounce is 28.349523125 g, an inch 25.4 mm, exactly. Source: international yard and pound agreement, 1959. */
const NANOGRAMS_PER_OUNCE = 28_349_523_125n;
const NANOGRAMS_PER_GRAM = 1_000_000_000n;
const NANOMETRES_PER_INCH = 25_400_000n;
const NANOMETRES_PER_MILLIMETRE = 1_000_000n;

/** Ordoro's decimals are taken by their first six digits, so that a sum of floats such as 0.30000000000000004 is 0.3. */
const MICROS = 1_000_000n;
/** Above this a figure is a mistake, and commercetools' whole numbers end. */
const MAX_FIGURE = 1_000_000;

/**
 * Weight and size as commercetools keeps them, rounded up to whole grams and millimetres, exactly. What is unknown or not
 * positive is left out; a size is only told with all three sides.
 * @returns undefined when nothing is known
 */
export function parcelMeasurements(
  shipment: Pick<KnownShipment, 'weightOunces' | 'dimensionsInches'>,
): ParcelMeasurements | undefined {
  const { length, width, height } = shipment.dimensionsInches ?? {};
  const weightInGram = roundedUp(shipment.weightOunces, NANOGRAMS_PER_OUNCE, NANOGRAMS_PER_GRAM);
  const [lengthInMillimeter, widthInMillimeter, heightInMillimeter] = [length, width, height].map((inches) =>
    roundedUp(inches, NANOMETRES_PER_INCH, NANOMETRES_PER_MILLIMETRE),
  );
  const isSized =
    lengthInMillimeter !== undefined && widthInMillimeter !== undefined && heightInMillimeter !== undefined;
  if (weightInGram === undefined && !isSized) return undefined;
  return {
    ...(isSized ? { lengthInMillimeter, widthInMillimeter, heightInMillimeter } : {}),
    ...(weightInGram === undefined ? {} : { weightInGram }),
  };
}

function roundedUp(figure: number | undefined, factor: bigint, unit: bigint): number | undefined {
  if (figure === undefined || !(figure > 0 && figure <= MAX_FIGURE)) return undefined;
  const micros = BigInt(Math.round(figure * Number(MICROS)));
  if (micros === 0n) return undefined;
  const divisor = unit * MICROS;
  return Number((micros * factor + divisor - 1n) / divisor);
}
