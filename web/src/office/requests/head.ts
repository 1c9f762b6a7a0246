import type { RequestShown } from "./api";

/** What is written of a letter's head, as typed; days as "2027-03-09". */
export interface Head {
  readonly subject: string;
  readonly reference: string;
  readonly authority: string;
  readonly received: string;
  readonly due_words: string;
  readonly due_first: string;
  readonly due_last: string;
}

export const emptyHead = (received: string): Head => ({
  subject: "",
  reference: "",
  authority: "",
  received,
  due_words: "",
  due_first: "",
  due_last: "",
});

/** The head of a request as it stands. */
export const headOf = (shown: RequestShown): Head => ({
  subject: shown.subject,
  reference: shown.reference,
  authority: shown.authority,
  received: shown.received,
  due_words: shown.due_words,
  due_first: shown.due_first ?? "",
  due_last: shown.due_last ?? "",
});

/** What the days follow from: with other words, or counted from another day, those that were known mean nothing. */
const DUE_FROM: readonly (keyof Head)[] = ["due_words", "received"];

/** The head with one field typed anew. */
export function withTyped(head: Head, name: keyof Head, value: string): Head {
  const days = DUE_FROM.includes(name) && value !== head[name] ? { due_first: "", due_last: "" } : {};
  return { ...head, ...days, [name]: value };
}

/** The head as it is sent: a day that was left empty is none, and one alone is the whole window. */
export const toSentHead = (head: Head): Omit<Head, "due_first" | "due_last"> & Days => ({
  ...head,
  due_first: head.due_first || head.due_last || null,
  due_last: head.due_last || head.due_first || null,
});

interface Days {
  readonly due_first: string | null;
  readonly due_last: string | null;
}
