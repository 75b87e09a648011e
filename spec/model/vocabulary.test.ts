import { describe, expect, it } from "vitest";
import { INHERITED, saysNotNull, saysRequired } from "./vocabulary.ts";

describe("vocabulary", () => {
  it("tells what may never be null from what may, in each language", () => {
    for (const text of [
      "Not nullable.",
      "Cannot be null or empty.",
      "The value must not be null.",
      "Não anulável.",
      "No admite valores NULL.",
      "Kann nicht null sein.",
      "不可为 null。",
      "不能为空。",
      "Не допускает значения NULL.",
    ])
      expect([text, saysNotNull(text)]).toEqual([text, true]);
    for (const text of ["Nullable.", "Null where nothing is known.", "Can be null.", "Required."])
      expect([text, saysNotNull(text)]).toEqual([text, false]);
  });

  it("takes a demand of every object for one, and a demand of some requests for none", () => {
    for (const text of ["Required.", "The name. Required.", "The name (required).", "It is required."])
      expect([text, saysRequired(text)]).toEqual([text, true]);
    for (const text of [
      "Required when it is created.",
      "Required for guests.",
      "Not required.",
      "Optional. Required.",
      "The permission that is required to read it.",
    ])
      expect([text, saysRequired(text)]).toEqual([text, false]);
  });

  it("finds the base type in any language, and reads a long word once", () => {
    const base = (text: string): string | undefined =>
      INHERITED.map((pattern) => pattern.exec(text)?.[1]).find((name) => name !== undefined);
    expect(base("Inherited from entity")).toBe("entity");
    expect(base("继承自 microsoft.graph.entity")).toBe("microsoft.graph.entity");
    expect(base("**baseItem** から継承")).toBe("baseItem");
    expect(base("Унаследовано от baseItem")).toBe("baseItem");
    expect(base("a".repeat(200_000))).toBeUndefined();
  });
});
