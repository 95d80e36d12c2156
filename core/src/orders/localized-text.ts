import type { LocalizedString } from '@commercetools/platform-sdk';

/**
 * A text in the order's locale, else its language, else English, else any language that has one.
 * @returns undefined when no language has a text
 */
export function localizedText(text: LocalizedString, locale: string | undefined): string | undefined {
  const entries = Object.entries(text).filter(([, value]) => value.trim() !== '');
  const inLanguage = (wanted: string | undefined) =>
    entries.find(([language]) => language.toLowerCase() === wanted?.toLowerCase())?.[1];
  const ofLanguage = (wanted: string | undefined) =>
    entries.find(
      ([language]) => wanted !== undefined && language.toLowerCase().split('-')[0] === wanted.toLowerCase(),
    )?.[1];
  const language = locale?.split('-')[0];
  return (
    inLanguage(locale) ??
    inLanguage(language) ??
    ofLanguage(language) ??
    inLanguage('en') ??
    ofLanguage('en') ??
    entries[0]?.[1]
  );
}
