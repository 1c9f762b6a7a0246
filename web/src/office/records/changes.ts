/** What one entry of a record's history changed. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that differ, in their order. Of lists to which something was only added, what was added. */
export function changesBetween(before: Fields, after: Fields): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => !isSame(before[name], after[name]))
    .map((field) => onlyAdded({ field, before: before[field], after: after[field] }));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function onlyAdded(change: Change): Change {
  const { field, before, after } = change;
  if (!Array.isArray(before) || !Array.isArray(after) || before.length >= after.length) return change;
  return before.every((one, n) => isSame(one, after[n]))
    ? { field, before: [], after: after.slice(before.length) }
    : change;
}
