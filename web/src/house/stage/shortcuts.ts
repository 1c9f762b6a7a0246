/** The room's shortcuts: never a single letter, never a Ctrl pair (browsers own those). */
export type Shortcut = "microphone" | "floor" | "dump" | "close" | "reopen" | "help";

export const SHORTCUTS: readonly { readonly shortcut: Shortcut; readonly keys: string }[] = [
  { shortcut: "microphone", keys: "Alt+Shift+M" },
  { shortcut: "floor", keys: "Alt+Shift+F" },
  { shortcut: "dump", keys: "Alt+Shift+D" },
  { shortcut: "close", keys: "Alt+Shift+C" },
  { shortcut: "reopen", keys: "Alt+Shift+O" },
  { shortcut: "help", keys: "?" },
];

const BY_CODE: Readonly<Record<string, Shortcut>> = {
  KeyM: "microphone",
  KeyF: "floor",
  KeyD: "dump",
  KeyC: "close",
  KeyO: "reopen",
};

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  /** Whether the key goes into a text field. */
  readonly typing: boolean;
}

/** By place on the keyboard (`code`), since Alt changes what a key writes on some layouts. */
export function shortcutOf({
  code,
  key,
  altKey,
  shiftKey,
  ctrlKey,
  metaKey,
  repeat,
  typing,
}: KeyPress): Shortcut | null {
  if (repeat || ctrlKey || metaKey) return null;
  if (altKey && shiftKey) return BY_CODE[code] ?? null;
  return key === "?" && !altKey && !typing ? "help" : null;
}
