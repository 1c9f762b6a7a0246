import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, call, toError } from "./http";

const problem = (status: number, body: unknown, kind = "application/problem+json"): Response =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "content-type": kind } });

describe("toError", () => {
  it("reads a problem document", async () => {
    const errors = [{ field: "items.1.open_title", expected: "a title" }];
    const body = { title: "Conflict", code: "denied", detail: "Wait until the doors are proven shut.", errors };
    const error = await toError(problem(409, body));
    expect([error.status, error.code, error.message, error.errors]).toEqual([409, "denied", body.detail, errors]);
  });

  it.each([
    ["a proxy's page", "<html>", "text/html"],
    ["json that is none", "{", "application/json"],
  ])("keeps the status of %s", async (_name, body, kind) => {
    const error = await toError(problem(502, body, kind));
    expect([error.status, error.detail, error.errors]).toEqual([502, "", []]);
  });
});

describe("call", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("marks what changes something and sends JSON", async () => {
    const fetched = vi.fn(async (_path: string, _init: RequestInit) => new Response('{"id":"a"}'));
    vi.stubGlobal("fetch", fetched);
    expect(await call("/api/x", { method: "POST", body: { a: 1 } })).toEqual({ id: "a" });
    const [path, init] = fetched.mock.calls[0] ?? [];
    expect([path, init?.body, init?.headers]).toEqual([
      "/api/x",
      '{"a":1}',
      { Accept: "application/json", "Content-Type": "application/json", "X-Incamera": "1" },
    ]);
  });

  it("gives nothing for an empty answer", async () => {
    vi.stubGlobal("fetch", async () => new Response(null, { status: 204 }));
    expect(await call("/api/x")).toBeUndefined();
  });

  it("names a server that cannot be reached by status 0", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(call("/api/x")).rejects.toEqual(new ApiError(0, "unreachable", ""));
  });
});
