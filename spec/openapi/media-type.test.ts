import { describe, expect, it } from "vitest";
import { essence, isJsonType } from "./media-type.ts";

describe("essence", () => {
  it.each([
    ["application/json", "application/json"],
    ["Application/JSON; Charset=UTF-8; odata.metadata=minimal", "application/json"],
    [" application/json ;a=b", "application/json"],
    ["application/json, text/html", undefined],
    ["json", undefined],
    [undefined, undefined],
  ])("of %j is %j", (value, expected) => {
    expect(essence(value)).toBe(expected);
  });

  it("knows the JSON types", () => {
    expect(["application/json", "application/problem+json", "text/json", undefined].map(isJsonType)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
