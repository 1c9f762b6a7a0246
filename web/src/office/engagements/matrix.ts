import type { Matrix } from "../api";

/** One matrix of its parts, which follow one another in the order of the list. */
export function wholeOf(parts: readonly Matrix[]): Matrix | undefined {
  const [first] = parts;
  return (
    first && {
      ...first,
      counterparts: parts.flatMap((part) => part.counterparts),
      cells: parts.flatMap((part) => part.cells),
    }
  );
}
