import { describe, expect, it } from "vitest";
import { redactor } from "./redact.ts";

describe("redactor", () => {
  const { text, headers } = redactor(["s3cr3t/token+"]);
  it("takes a secret out as it is, percent-encoded and within JSON", () => {
    expect(text(`a s3cr3t/token+ b ${encodeURIComponent("s3cr3t/token+")}`)).toBe(
      "a [redacted] b [redacted]",
    );
  });
  it("empties secret fields and keeps the others", () => {
    expect(
      headers([
        ["Authorization", "x"],
        ["Set-Cookie", "a=b"],
        ["X-Api-Key", "k"],
        ["ETag", "s3cr3t/token+"],
      ]),
    ).toEqual([
      ["Authorization", "[redacted]"],
      ["Set-Cookie", "[redacted]"],
      ["X-Api-Key", "[redacted]"],
      ["ETag", "[redacted]"],
    ]);
  });
});
