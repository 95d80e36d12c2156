import { describe, expect, it } from 'vitest';
import { localizedText } from './localized-text.ts';

describe('a localized text', () => {
  it.each([
    ['the locale of the order', { en: 'shirt', 'de-DE': 'Hemd', de: 'Oberhemd' }, 'de-DE', 'Hemd'],
    ['its language', { en: 'shirt', de: 'Hemd' }, 'de-AT', 'Hemd'],
    ['another country of its language', { en: 'shirt', 'de-CH': 'Hemd' }, 'de-AT', 'Hemd'],
    ['the locale in other letters', { en: 'shirt', 'de-de': 'Hemd' }, 'DE-DE', 'Hemd'],
    ['English, when the language is missing', { fr: 'chemise', en: 'shirt' }, 'de', 'shirt'],
    ['any English', { fr: 'chemise', 'en-US': 'shirt' }, 'de', 'shirt'],
    ['English for an order without locale', { fr: 'chemise', en: 'shirt' }, undefined, 'shirt'],
    ['whatever there is', { fr: 'chemise' }, 'de', 'chemise'],
    ['a text that says something', { de: ' ', en: 'shirt' }, 'de', 'shirt'],
    ['none where none says anything', { de: '' }, 'de', undefined],
    ['none where there is none', {}, 'de', undefined],
  ])('is taken from %s', (_what, text, locale, expected) => {
    expect(localizedText(text, locale)).toBe(expected);
  });
});
