/** The catalogue: flat keys, `{name}` holes and one ICU-light plural form `{count, plural, one {...} other {...}}`. */

export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

const PLURAL = /\{(\w+), plural,((?:\s*(?:=\d+|\w+) \{[^{}]*\})+)\s*\}/g;
const CASE = /(=\d+|\w+) \{([^{}]*)\}/g;
const HOLE = /\{(\w+)\}/g;

const FORBIDDEN = /[{}]/g;

/** Fills one message. `#` inside a plural case is the number in the language's own figures. Unknown holes stay visible. */
export function fill(message: string, values: Values, locale: string): string {
  const chosen = message.replace(PLURAL, (_whole, name: string, cases: string) =>
    choose(Number(values[name] ?? 0), cases, locale),
  );
  return chosen.replace(HOLE, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

function choose(count: number, cases: string, locale: string): string {
  const texts = new Map([...cases.matchAll(CASE)].map((match) => [match[1], match[2] ?? ""]));
  const rule = new Intl.PluralRules(locale).select(count);
  const text = texts.get(`=${count}`) ?? texts.get(rule) ?? texts.get("other") ?? "";
  return text.replaceAll("#", new Intl.NumberFormat(locale).format(count)).replace(FORBIDDEN, "");
}

/** One catalogue out of several; two files that claim the same key are an error that shows at start. */
export function merge(...parts: readonly Catalogue[]): Catalogue {
  const all: Record<string, string> = {};
  for (const part of parts) {
    for (const [key, text] of Object.entries(part)) {
      if (key in all) throw new Error(`Two texts for ${key}`);
      all[key] = text;
    }
  }
  return all;
}
