import type { ShownDelegation, ShownSeat } from "../../api/model";

/** Where the tiles stand: equal cells in a grid, in protocol order. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Delegations that head a group of columns; empty when order alone places the tiles. */
  readonly heads: readonly { readonly delegation: ShownDelegation; readonly columns: number }[];
  /** Row by row; null = an empty cell, so that a delegation's tiles stay under its head. */
  readonly cells: readonly (ShownSeat | null)[];
}

const MOST_DELEGATIONS = 3;
const MOST_ROWS = 3;

/** Who has a tile: of this phase's roster, may speak in it, and has come. Who has not is in the roster alone. */
export const tiled = (seats: readonly ShownSeat[]): readonly ShownSeat[] =>
  seats.filter((s) => s.in_roster && s.speaks && s.place === "inside");

/** Columns by delegation while there are two or three; a larger or single body stands in one grid. */
export function arrange(delegations: readonly ShownDelegation[], seats: readonly ShownSeat[]): Layout {
  const shown = tiled(seats);
  const groups = delegations
    .map((delegation) => ({ delegation, members: shown.filter((seat) => seat.delegation === delegation.id) }))
    .filter((group) => group.members.length > 0);
  const placed = groups.reduce((sum, group) => sum + group.members.length, 0);
  const byDelegation = groups.length >= 2 && groups.length <= MOST_DELEGATIONS && placed === shown.length;
  return byDelegation ? inColumns(groups) : inGrid(shown);
}

interface Group {
  readonly delegation: ShownDelegation;
  readonly members: readonly ShownSeat[];
}

function inColumns(groups: readonly Group[]): Layout {
  const longest = Math.max(...groups.map((group) => group.members.length));
  const each = Math.ceil(longest / MOST_ROWS);
  const rows = Math.ceil(longest / each);
  const cells: (ShownSeat | null)[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (const { members } of groups) {
      for (let column = 0; column < each; column += 1) cells.push(members[row * each + column] ?? null);
    }
  }
  const heads = groups.map(({ delegation }) => ({ delegation, columns: each }));
  return { columns: groups.length * each, rows, heads, cells };
}

function inGrid(shown: readonly ShownSeat[]): Layout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(shown.length)));
  const rows = Math.max(1, Math.ceil(shown.length / columns));
  return { columns, rows, heads: [], cells: shown };
}
