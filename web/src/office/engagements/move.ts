/** Where an arrow key leads in a grid of cells; null when it leads nowhere or is no arrow. */
export function moved(
  key: string,
  at: { readonly row: number; readonly column: number },
  size: { readonly rows: number; readonly columns: number },
  isRtl: boolean,
): { row: number; column: number } | null {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, isRtl ? 1 : -1],
    ArrowRight: [0, isRtl ? -1 : 1],
    Home: [0, -at.column],
    End: [0, size.columns - 1 - at.column],
  };
  const step = steps[key];
  if (!step) return null;
  const row = at.row + step[0];
  const column = at.column + step[1];
  const isInside = row >= 0 && row < size.rows && column >= 0 && column < size.columns;
  return isInside && (row !== at.row || column !== at.column) ? { row, column } : null;
}
