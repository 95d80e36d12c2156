import { describe, expect, it } from 'vitest';
import { parcelMeasurements } from './parcel-measurements.ts';

describe('the weight of a parcel', () => {
  it.each([
    [1, 29],
    [16, 454],
    [35.2, 998],
    // 2 267 961.85 g
    [80_000, 2_267_962],
    // 9 071 847.4 g
    [320_000, 9_071_848],
    [0.1 + 0.2, 9],
    [0.000001, 1],
  ])('of %d oz is %d g', (weightOunces, weightInGram) => {
    expect(parcelMeasurements({ weightOunces })).toEqual({ weightInGram });
  });

  it.each([0, -1, Number.NaN, 1_000_001, 1e-9, undefined])('is unknown for %s', (weightOunces) => {
    expect(parcelMeasurements(weightOunces === undefined ? {} : { weightOunces })).toBeUndefined();
  });
});

describe('the size of a parcel', () => {
  it('is rounded up to whole millimetres, exactly', () => {
    // 10 in are 254 mm, not 254.00000000000003; 3 in 76.2 mm; 5.5 in 139.7 mm
    const dimensionsInches = { length: 10, width: 3, height: 5.5 };
    expect(parcelMeasurements({ dimensionsInches })).toEqual({
      lengthInMillimeter: 254,
      widthInMillimeter: 77,
      heightInMillimeter: 140,
    });
  });

  it.each([
    [5, 127],
    [15, 381],
    [0.5, 13],
    [55, 1397],
    [8.25, 210],
  ])('of %d in is %d mm', (inches, millimetres) => {
    const dimensionsInches = { length: inches, width: inches, height: inches };
    expect(parcelMeasurements({ dimensionsInches })).toMatchObject({ lengthInMillimeter: millimetres });
  });

  it('is left out when a side is missing, the weight stays', () => {
    const dimensionsInches = { length: 10, width: 0, height: 5 };
    expect(parcelMeasurements({ dimensionsInches, weightOunces: 2 })).toEqual({ weightInGram: 57 });
    expect(parcelMeasurements({ dimensionsInches })).toBeUndefined();
  });
});
