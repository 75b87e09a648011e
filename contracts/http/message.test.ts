import { describe, expect, it } from "vitest";
import { withHeader } from "./message.ts";

describe("withHeader", () => {
  const headers = [
    ["A", "1"],
    ["content-TYPE", "x"],
  ] as const;
  it("sets one in its place, adds one, and removes one, whatever the case", () => {
    expect(withHeader(headers, "Content-Type", "y")).toEqual([
      ["A", "1"],
      ["Content-Type", "y"],
    ]);
    expect(withHeader(headers, "B", "2")).toEqual([...headers, ["B", "2"]]);
    expect(withHeader(headers, "a", undefined)).toEqual([["content-TYPE", "x"]]);
  });
});
