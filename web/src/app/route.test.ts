import { describe, expect, it } from "vitest";
import { ApiError } from "../api/http";
import { refusalOf, secretIn } from "../house/invitations/outcome";
import { routeOf } from "./route";

describe("routeOf", () => {
  it.each([
    ["/", { page: "meetings" }],
    ["/desk", { page: "meetings" }],
    ["/desk/", { page: "meetings" }],
    ["/desk/meetings/new", { page: "new_meeting" }],
    ["/desk/timeline", { page: "timeline" }],
    ["/desk/office", { page: "reading" }],
    ["/desk/requests", { page: "requests" }],
    ["/desk/requests/abc2", { page: "request", request: "abc2" }],
    ["/desk/imports", { page: "imports" }],
    ["/desk/readers", { page: "readers" }],
    ["/desk/imports/abc2", { page: "import", file: "abc2" }],
    ["/desk/meetings/abc2", { page: "meeting", meeting: "abc2" }],
    ["/seats/abc2", { page: "seat", seat: "abc2" }],
    ["/seats/abc2/gallery", { page: "seat", seat: "abc2" }],
    ["/m/abc2", { page: "webcast", meeting: "abc2" }],
    ["/embed/abc2", { page: "embed", meeting: "abc2" }],
    ["/record/abc2/", { page: "record", meeting: "abc2" }],
    ["/m/abc2/x", { page: "unknown" }],
    ["/invitation", { page: "invitation" }],
    ["/seats/a/b", { page: "unknown" }],
    ["/seats/%2e%2e", { page: "unknown" }],
  ])("%s", (path, expected) => {
    expect(routeOf(path)).toEqual(expected);
  });
});

describe("an invitation", () => {
  it.each([
    ["#abc", "abc"],
    ["#", null],
    ["", null],
  ])("has its secret in the fragment: %s", (hash, expected) => {
    expect(secretIn(hash)).toBe(expected);
  });

  it.each([
    [new ApiError(410, "", "", [], "invitation_used"), "used"],
    [new ApiError(410, "", "", [], "invitation_expired"), "expired"],
    [new ApiError(404, "", ""), "unknown"],
    [new ApiError(422, "", ""), "unknown"],
    [new ApiError(429, "", ""), "too_many"],
    [new ApiError(0, "", ""), "failed"],
    [new Error("x"), "failed"],
  ])("is refused: %s", (error, expected) => {
    expect(refusalOf(error)).toBe(expected);
  });
});
