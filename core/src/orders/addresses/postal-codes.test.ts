import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPossiblePostalCode } from './postal-codes.ts';

describe('a postal code', () => {
  it.each([
    ['AD', 'AD500', '500', 'ad 500'],
    ['AT', '1010', 'A-1010', 'AT-1010'],
    ['AU', '0800', ' 2000 '],
    ['AZ', 'AZ1000', 'AZ 1000', '1000'],
    ['BA', '71000'],
    ['BE', '1000', 'B-1000'],
    ['BR', '01310-100', '01310100', '01.310-100', '01310 100'],
    ['BY', '220050'],
    ['CA', 'K1A0B1', 'K1A 0B1', 'k1a-0b1', 'H3Z  2Y7'],
    ['CH', '8001', 'CH-8001'],
    ['CN', '100096', '999077'],
    ['CZ', '110 00', '11000', 'CZ-110 00'],
    ['DE', '10115', 'D-10115', 'DE 10115', '１０１１５'],
    ['DK', '2100', 'DK-2100'],
    ['ES', '28039', '07001'],
    ['FI', '00100', 'FI-00100'],
    ['FR', '75001', '20000', '97400', '97500', '97700', '97800', '98800', '00200', 'F-75001'],
    ['GB', 'SW1A 1AA', 'SW1A1AA', 'sw1a  1aa', 'M1 1AE', 'GIR 0AA', 'BFPO 61', 'BF1 2AW', 'W1A-0AX'],
    ['GR', '105 57', '10557'],
    ['HR', '10000', 'HR-10000'],
    ['HU', '1051', 'H-1051'],
    ['IL', '96143', '9614303'],
    ['IN', '110001', '110 001'],
    ['IS', '101'],
    ['IT', '00144', 'I-00144'],
    ['JP', '100-0001', '1000001', '100 0001', '〒100-0001', '１００－０００１', '100ー0001'],
    ['KR', '03187', '110-110'],
    ['LI', '9490', '9498'],
    ['LT', 'LT-01103', '01103', 'lt 01103'],
    ['LU', '2998', 'L-2998'],
    ['LV', 'LV-1010', '1010', 'LV 1010'],
    ['MC', '98000', 'MC-98000'],
    ['MT', 'VLT 1117', 'VLT1117'],
    ['MX', '06082'],
    ['NL', '1012 AB', '1012AB', '1012 ab', 'NL-1012 AB'],
    ['NO', '0025', 'N-0025'],
    ['NZ', '6011'],
    ['PL', '00-950', '00950', '00 950', 'PL-00-950', '\u200b00-950'],
    ['PR', '00901', '009011234'],
    ['PT', '1000-205', '1000205', '1000 205'],
    ['RO', '060274'],
    ['RU', '125075'],
    ['SA', '11564', '11564-1234'],
    ['SE', '114 55', '11455', 'S-114 55', 'SE-11455'],
    ['SG', '546080'],
    ['SI', '1000', 'SI-1000'],
    ['SK', '811 01', '81101'],
    ['TW', '104', '10603', '106-03', '100001'],
    ['UA', '01001'],
    ['US', '02134', '12345-6789', '123456789', '12345 6789', '12345-', '12345\u20136789'],
    ['ZA', '0001'],
  ])('of %s is accepted however it is usually written', (country, ...codes) => {
    expect(codes.filter((code) => !isPossiblePostalCode(code, country))).toEqual([]);
  });

  it.each([
    ['AU', '200', '20000'],
    ['BR', '0131010', 'CEP'],
    ['CA', 'D1A 0B1', 'K1A', '12345'],
    ['DE', '1011', '101155', 'X-10115', 'Berlin'],
    ['ES', '99001'],
    ['FR', '7500', '96123', '750011'],
    ['GB', 'SW1A', 'M1', '12345', 'London', 'SW1A 1A'],
    ['JP', '100', '100000', '10000011'],
    ['NL', '1012', '0012 AB', '1012 SS'],
    ['PL', '0095', '000950'],
    ['PT', '1000'],
    ['SE', '01455', '1145'],
    ['US', '1234', '123456', '1234567890', 'CA 90210', 'SW1A 1AA', '-', '', '東京12345'],
  ])('of another form is refused for %s', (country, ...codes) => {
    expect(codes.filter((code) => isPossiblePostalCode(code, country))).toEqual([]);
  });

  it('of a country whose form is not known may be anything', () => {
    expect(['C1070AAM', 'x', '-'].every((code) => isPossiblePostalCode(code, 'AR'))).toBe(true);
    expect(isPossiblePostalCode('1', 'constructor')).toBe(true);
  });

  it('is judged without throwing, whatever it holds, and quickly when it is long', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\ud83c', '1', 'A', '-', '\ufdfa') }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom('US', 'GB', 'DE', 'JP', 'LV', 'AR'), (code, country) => {
        expect(typeof isPossiblePostalCode(code, country)).toBe('boolean');
      }),
    );
    expect(isPossiblePostalCode('1'.repeat(100_000), 'US')).toBe(false);
    expect(isPossiblePostalCode('\ufdfa'.repeat(50), 'US')).toBe(false);
  });
});
