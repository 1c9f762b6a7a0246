/** Sentences for screen readers. `polite` waits its turn, `assertive` interrupts: for the state of the door. */
export type Urgency = "polite" | "assertive";

export interface Said {
  readonly id: number;
  readonly text: string;
  readonly urgency: Urgency;
}

const KEPT_MS = 6_000;
let said: readonly Said[] = [];
let next = 0;
const listeners = new Set<() => void>();

function tell(now: readonly Said[]): void {
  said = now;
  for (const listener of listeners) listener();
}

/** Says one sentence once. Saying the same words again is heard again. */
export function announce(text: string, urgency: Urgency = "polite"): void {
  next += 1;
  const id = next;
  tell([...said, { id, text, urgency }]);
  setTimeout(() => tell(said.filter((one) => one.id !== id)), KEPT_MS);
}

export const saidNow = (): readonly Said[] => said;
export function onSaid(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
