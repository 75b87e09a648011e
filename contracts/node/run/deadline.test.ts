import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { openDeadline } from "./deadline.ts";

describe("a deadline", () => {
  it("holds its timer, so that nothing is collected before it fires", () => {
    vi.useFakeTimers();
    try {
      const deadline = openDeadline(new AbortController().signal, 60_000);
      expect(vi.getTimerCount()).toBe(1);
      vi.advanceTimersByTime(59_999);
      expect(deadline.signal.aborted).toBe(false);
      vi.advanceTimersByTime(1);
      expect(deadline.signal.aborted).toBe(true);
      deadline.close();
      const closed = openDeadline(new AbortController().signal, 60_000);
      closed.close();
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("ends when the run is stopped from outside, also before it began", async () => {
    const outer = new AbortController();
    const deadline = openDeadline(outer.signal, 60_000);
    outer.abort();
    await sleep(0);
    expect(deadline.signal.aborted).toBe(true);
    expect(openDeadline(outer.signal, 60_000).signal.aborted).toBe(true);
    deadline.close();
  });
});
