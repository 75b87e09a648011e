import { describe, expect, it } from "vitest";
import { fits } from "./select.ts";

describe("fits", () => {
  it.each([
    ["op/refuse-no-token", ["refuse-no-token"], true],
    ["op/refuse-no-token", ["op"], true],
    ["op/refuse-no-token", ["op/refuse-*"], true],
    ["op/refuse-no-token", ["*no-token"], true],
    ["op/refuse-no-token", ["refuse-*"], true],
    ["op/refuse-no-token", ["no-*"], false],
    ["op/refuse-no-token", ["refuse"], false],
    ["op/refuse-no-token", ["other/*"], false],
    ["op.x/a", ["op?x/a"], false],
  ])("%s by %j: %j", (id, patterns, expected) => {
    expect(fits(id, patterns)).toBe(expected);
  });
});
