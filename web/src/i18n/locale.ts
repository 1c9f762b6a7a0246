/** Which language the page speaks: `?lang=` wins and is remembered; then what was remembered; then English. */

export interface Locale {
  readonly id: string;
  /** For Intl: the pseudo locale counts and dates like English. */
  readonly intl: string;
  readonly dir: "ltr" | "rtl";
}

export const LOCALES: readonly Locale[] = [
  { id: "en", intl: "en-GB", dir: "ltr" },
  { id: "qps-rtl", intl: "en-GB", dir: "rtl" },
];
const ENGLISH: Locale = { id: "en", intl: "en-GB", dir: "ltr" };

export const chooseLocale = (asked: string | null, remembered: string | null): Locale =>
  LOCALES.find((locale) => locale.id === asked) ?? LOCALES.find((locale) => locale.id === remembered) ?? ENGLISH;

const KEY = "incamera.lang";

/** Reads and remembers the choice. Storage that a browser refuses is no reason to show nothing. */
export function localeOfPage(): Locale {
  const asked = new URLSearchParams(window.location.search).get("lang");
  let remembered: string | null = null;
  try {
    remembered = window.localStorage.getItem(KEY);
    if (asked !== null) window.localStorage.setItem(KEY, chooseLocale(asked, remembered).id);
  } catch {
    // Private windows may refuse storage; the language then lasts as long as the address says so.
  }
  return chooseLocale(asked, remembered);
}
