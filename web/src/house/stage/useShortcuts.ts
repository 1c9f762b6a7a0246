import { useEffect, useRef } from "react";
import { type Shortcut, shortcutOf } from "./shortcuts";

/** Runs what a shortcut stands for. A shortcut whose command is not this person's does nothing. */
export function useShortcuts(run: Readonly<Partial<Record<Shortcut, () => void>>>): void {
  const acts = useRef(run);
  acts.current = run;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      const typing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select");
      const { code, key, altKey, shiftKey, ctrlKey, metaKey, repeat } = event;
      const shortcut = shortcutOf({ code, key, altKey, shiftKey, ctrlKey, metaKey, repeat, typing });
      const act = shortcut === null ? undefined : acts.current[shortcut];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
