import { dateShort, tWord } from "../../i18n";
import type { RecordShown } from "../api";
import { titleOf, underTitle } from "../records/words";
import type { Piece, Question } from "./api";

/** A piece as it stands in the form: `yes` goes out, `no` stays on its ground, "" is not decided. */
export interface PieceDraft {
  readonly of: string;
  readonly kind: string;
  readonly words: string;
  readonly releasable: "yes" | "no" | "";
  readonly ground: string;
  readonly changed: boolean;
}

export const toPieces = (evidence: readonly Piece[]): readonly PieceDraft[] =>
  evidence.map(({ releasable, ...piece }) => ({
    ...piece,
    releasable: releasable === null ? "" : releasable ? "yes" : "no",
  }));

/** With one more piece, not decided yet; each stands once. */
export const withPiece = (pieces: readonly PieceDraft[], row: RecordShown): readonly PieceDraft[] =>
  pieces.some((piece) => piece.of === row.id)
    ? pieces
    : [
        ...pieces,
        {
          of: row.id,
          kind: row.kind,
          words: [tWord("office.kind", row.kind), titleOf(row), underTitle(row), row.at > 0 ? dateShort(row.at) : ""]
            .filter(Boolean)
            .join(", "),
          releasable: "",
          ground: "",
          changed: false,
        },
      ];

/** As the api takes them. What goes out has no ground to stay. */
export const toSent = (pieces: readonly PieceDraft[]) =>
  pieces.map(({ of, releasable, ground }) => ({
    of,
    releasable: releasable === "" ? null : releasable === "yes",
    ground: releasable === "no" ? ground : "",
  }));

/** Whether the form holds something that was not saved. */
export const isChanged = (question: Question, answer: string, pieces: readonly PieceDraft[]): boolean =>
  answer !== question.answer || JSON.stringify(toSent(pieces)) !== JSON.stringify(toSent(toPieces(question.evidence)));
