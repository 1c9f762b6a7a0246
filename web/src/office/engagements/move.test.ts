import { describe, expect, it } from "vitest";
import { moved } from "./move";

const size = { rows: 2, columns: 3 };

describe("arrow keys in the matrix", () => {
  it("move by one cell and stop at the edges", () => {
    expect(moved("ArrowRight", { row: 0, column: 0 }, size, false)).toEqual({ row: 0, column: 1 });
    expect(moved("ArrowDown", { row: 0, column: 1 }, size, false)).toEqual({ row: 1, column: 1 });
    expect(moved("ArrowRight", { row: 0, column: 2 }, size, false)).toBeNull();
    expect(moved("ArrowUp", { row: 0, column: 2 }, size, false)).toBeNull();
  });
  it("follow the direction of writing", () => {
    expect(moved("ArrowLeft", { row: 0, column: 0 }, size, true)).toEqual({ row: 0, column: 1 });
    expect(moved("ArrowRight", { row: 0, column: 0 }, size, true)).toBeNull();
  });
  it("reach both ends of a row", () => {
    expect(moved("End", { row: 1, column: 0 }, size, false)).toEqual({ row: 1, column: 2 });
    expect(moved("Home", { row: 1, column: 2 }, size, false)).toEqual({ row: 1, column: 0 });
    expect(moved("Home", { row: 1, column: 0 }, size, false)).toBeNull();
    expect(moved("a", { row: 1, column: 0 }, size, false)).toBeNull();
  });
});
