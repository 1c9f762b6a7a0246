import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beforeSilence } from "./silence";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(() => resolve("here"), ms));

describe("beforeSilence", () => {
  it("gives what comes in time and leaves no timer behind", async () => {
    const given = beforeSilence(after(999), 1_000);
    await vi.advanceTimersByTimeAsync(999);
    await expect(given).resolves.toBe("here");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("fails when nothing comes", async () => {
    const given = expect(beforeSilence(new Promise(() => undefined), 1_000)).rejects.toThrow(
      "nothing has come for 1 s",
    );
    await vi.advanceTimersByTimeAsync(1_000);
    await given;
  });

  it("passes a failure on", async () => {
    await expect(beforeSilence(Promise.reject(new Error("cut")), 1_000)).rejects.toThrow("cut");
    expect(vi.getTimerCount()).toBe(0);
  });
});
