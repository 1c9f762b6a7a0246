import { describe, expect, it } from "vitest";
import { emptyHead, toSentHead, withTyped } from "./head";

const HEAD = {
  ...emptyHead("2027-01-04"),
  subject: "Contacts",
  due_words: "within two weeks",
  due_first: "2027-01-18",
  due_last: "2027-01-18",
};

describe("the head of a letter", () => {
  it("forgets the days when what they follow from is typed anew", () => {
    expect(withTyped(HEAD, "due_words", "within three weeks")).toMatchObject({ due_first: "", due_last: "" });
    expect(withTyped(HEAD, "received", "2027-01-05")).toMatchObject({ received: "2027-01-05", due_last: "" });
    expect(withTyped(HEAD, "due_words", "within two weeks")).toEqual(HEAD);
  });
  it("keeps the days when anything else is", () => {
    expect(withTyped(HEAD, "subject", "Calls")).toEqual({ ...HEAD, subject: "Calls" });
    expect(withTyped(HEAD, "due_last", "2027-01-20")).toMatchObject({
      due_first: "2027-01-18",
      due_last: "2027-01-20",
    });
  });
  it("sends no day where none is stated, and one alone as the whole window", () => {
    expect(toSentHead(emptyHead("2027-01-04"))).toMatchObject({ due_first: null, due_last: null });
    expect(toSentHead({ ...HEAD, due_first: "" })).toMatchObject({ due_first: "2027-01-18", due_last: "2027-01-18" });
  });
});
