import fc from "fast-check";
import { expect, it } from "vitest";
import { unknownId } from "./unknown-id.ts";

const guid = "3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c";

it("keeps the form of an id and gives another one", () => {
  expect(
    unknownId(
      "12",
      () => false,
      () => guid,
    ),
  ).toMatch(/^\d+$/);
  expect(
    unknownId(
      "00000000-0000-4000-8000-000000000001",
      () => false,
      () => guid,
    ),
  ).toBe(guid);
  expect(
    unknownId(
      "AAMkAGI00017=",
      () => false,
      () => guid,
    ),
  ).toMatch(/^[A-Z]{2}[A-Z][a-z][A-Z]{3}\d{5}=$/);
});

it("never gives a known one", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), (like) => {
      expect(
        unknownId(
          like,
          (id) => id === like,
          () => guid,
        ),
      ).not.toBe(like);
    }),
  );
});
