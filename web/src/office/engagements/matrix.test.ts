import { expect, it } from "vitest";
import type { Matrix } from "../api";
import { wholeOf } from "./matrix";

const part = (counterpart: string, next: number | null): Matrix => ({
  mandate: "m",
  title: "Strait",
  officials: [{ id: "a", name: "A", title: "", not_yet: 1 }],
  counterparts: [{ id: counterpart, name: counterpart, title: "" }],
  cells: [
    {
      official: "a",
      counterpart,
      standing: "engaged",
      channels: ["phone"],
      first: "2027-01-04",
      last: "2027-01-05",
      engagements: 1,
    },
  ],
  pairs: 2,
  not_yet: 1,
  next,
});

it("is put together of its parts", () => {
  const whole = wholeOf([part("x", 1), part("y", null)]);
  expect(whole?.counterparts.map(({ id }) => id)).toEqual(["x", "y"]);
  expect(whole?.cells.map(({ counterpart }) => counterpart)).toEqual(["x", "y"]);
  expect([whole?.officials.length, whole?.pairs, whole?.not_yet]).toEqual([1, 2, 1]);
  expect(wholeOf([])).toBeUndefined();
});
