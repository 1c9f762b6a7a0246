import type { Catalogue } from "./translate";

const ACCENTS = new Map([..."aceinosuyAEIOU"].map((letter, index) => [letter, [..."áçéíñóšúýÁÉÍÓÚ"][index] ?? letter]));

/** A text as a translation might look: accented, longer, in brackets. Holes and plural syntax are left alone. */
export function pseudo(text: string): string {
  let depth = 0;
  let open = "";
  for (const sign of text) {
    if (sign === "{") depth += 1;
    open += depth === 0 ? (ACCENTS.get(sign) ?? sign) : sign;
    if (sign === "}") depth -= 1;
  }
  return `[${open}${" ·".repeat(Math.ceil(text.length / 24))}]`;
}

/** The pseudo catalogue: what is not in it shows plain on screen, so a text outside the catalogue is seen at once. */
export const pseudoCatalogue = (texts: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));
