import { describe, expect, it } from "vitest";
import type { Piece, Question } from "./api";
import { isChanged, toPieces, toSent, withPiece } from "./pieces";

const piece = (of: string, releasable: boolean | null, ground = ""): Piece => ({
  of,
  kind: "engagement",
  words: "Phone",
  releasable,
  ground,
  changed: false,
});
const row = (id: string) => ({
  id,
  kind: "mandate",
  at: 0,
  mandate: null,
  outside: null,
  names: {},
  fields: { title: "Strait" },
});

describe("the evidence of an answer", () => {
  it("comes back as it was", () => {
    const pieces = [piece("a", true), piece("b", false, "confidence"), piece("c", null)];
    expect(toSent(toPieces(pieces))).toEqual(pieces.map(({ of, releasable, ground }) => ({ of, releasable, ground })));
  });
  it("has no ground where it goes out", () => {
    const [kept] = toPieces([piece("a", false, "confidence")]);
    expect(toSent(kept ? [{ ...kept, releasable: "yes" }] : [])).toEqual([{ of: "a", releasable: true, ground: "" }]);
  });
  it("has each piece once, and a new one undecided", () => {
    const once = withPiece([], row("a"));
    expect(once).toMatchObject([{ of: "a", words: "Mandate, Strait", releasable: "" }]);
    expect(withPiece(once, row("a"))).toBe(once);
  });
  it("tells what was not saved", () => {
    const question = { answer: "Yes.", evidence: [piece("a", true)] } as unknown as Question;
    expect(isChanged(question, "Yes.", toPieces(question.evidence))).toBe(false);
    expect(isChanged(question, "No.", toPieces(question.evidence))).toBe(true);
    expect(isChanged(question, "Yes.", [])).toBe(true);
  });
});
