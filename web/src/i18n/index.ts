import { en } from "./en";
import { localeOfPage } from "./locale";
import { pseudoCatalogue } from "./pseudo";
import { fill, type Values } from "./translate";

/**
 * The page's language. Texts live in `en/<feature>.ts` as flat keys `<feature>.<name>`; add a file there and name it in
 * `en/index.ts`. `t` is typed by the keys, so a missing text does not compile.
 */
export type Key = keyof typeof en;

export const locale = typeof window === "undefined" ? { id: "en", intl: "en-GB", dir: "ltr" as const } : localeOfPage();
const texts: Readonly<Record<Key, string>> =
  locale.id === "en" ? en : (pseudoCatalogue(en) as Readonly<Record<Key, string>>);

/** The text for a key, filled. */
export const t = (key: Key, values: Values = {}): string => fill(texts[key], values, locale.intl);

/** The text for a key made of a wire word, or the word itself when the product has no text for it. */
export const tWord = (prefix: string, word: string): string => {
  const key = `${prefix}.${word}`;
  return key in texts ? t(key as Key) : word.replaceAll("_", " ");
};

const formats = new Map<string, Intl.DateTimeFormat>();
const formatIn = (zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${zone}${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale.intl, zone ? { ...options, timeZone: zone } : options);
  formats.set(key, made);
  return made;
};

/** "14:07" in a zone; `at` in microseconds. */
export const clock = (at: number, zone?: string): string =>
  formatIn(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at / 1000);

/** "14:07:31". */
export const clockSeconds = (at: number, zone?: string): string =>
  formatIn(zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at / 1000);

/** "Tuesday 9 March 2027". */
export const day = (at: number, zone?: string): string =>
  formatIn(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at / 1000);

/** "Tue 9 March". */
export const shortDay = (at: number, zone?: string): string =>
  formatIn(zone, { weekday: "short", day: "numeric", month: "short" }).format(at / 1000);

/** "9 Mar", with the year where it is not the present one. */
export const dateShort = (at: number, zone?: string): string => {
  const isThisYear = new Date(at / 1000).getUTCFullYear() === new Date().getUTCFullYear();
  return formatIn(zone, { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) }).format(
    at / 1000,
  );
};

/** "9 Mar 14:07". */
export const moment = (at: number, zone?: string): string => `${dateShort(at, zone)} ${clock(at, zone)}`;

/** "00:24:09" or "04:10" for a length in microseconds; never below zero. */
export function length(us: number): string {
  const total = Math.max(0, Math.floor(us / 1_000_000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${two(hours)}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}
