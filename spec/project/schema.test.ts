/** What the schemas of a page mean to those who read them: Prism with ajv below it, and openapi-typescript. */
import { readFileSync } from "node:fs";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { Ajv, type AnySchema } from "ajv";
import openapiTS, { astToString } from "openapi-typescript";
import { describe, expect, it } from "vitest";
import { extract, stringifyJson } from "../index.ts";
import { lintErrors, schemaErrors } from "../testing/consumers.ts";

const { document } = extract([
  { name: "values.md", text: readFileSync(new URL("../testing/pages/values.md", import.meta.url), "utf8") },
]);

async function validator(): Promise<(value: unknown) => boolean> {
  const operations = await getHttpOperationsFromSpec(JSON.parse(stringifyJson(document)));
  const get = operations.find(({ method }) => method === "get");
  const schema = get?.responses[0]?.contents?.[0]?.schema;
  // As prism-http makes its own.
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false }).compile(
    schema as AnySchema,
  );
  return (value) => validate(value) === true;
}

describe("schemas of a page", () => {
  it("are valid OpenAPI 3.0.3", async () => {
    expect(await schemaErrors(document)).toEqual([]);
    expect(await lintErrors(document)).toEqual([]);
  });

  it("allow null unless the page says that it may not be, or it is the key", async () => {
    const fits = await validator();
    const pot = { id: "7", label: "Sunday" };
    for (const name of ["box", "glaze", "lid", "pours", "rating", "sieve", "state", "boiledDateTime"])
      expect([name, fits({ ...pot, [name]: null })]).toEqual([name, true]);
    for (const name of ["id", "owner", "material", "label"])
      expect([name, fits({ ...pot, [name]: null })]).toEqual([name, false]);
  });

  it("demand the key and what the page calls required, and nothing else that an example shows", async () => {
    const fits = await validator();
    expect(fits({ id: "7", label: "Sunday" })).toBe(true);
    expect(fits({ id: "7" })).toBe(false);
    expect(fits({ label: "Sunday" })).toBe(false);
    const demand = JSON.stringify(document.paths["/teapots/{id}"]?.get?.responses["200"]);
    expect(demand).toContain('"x-shown":["id","label","handle","pours","state","lid","steeping"]');
  });

  it("close an enumeration only where the page lists its values, and take every value that an example shows", async () => {
    const fits = await validator();
    const pot = { id: "7", label: "Sunday" };
    for (const more of [{ state: "full" }, { state: "empty" }, { sieve: "double" }, { handle: "side" }])
      expect([more, fits({ ...pot, ...more })]).toEqual([more, true]);
    for (const more of [{ glaze: "rough" }, { lid: "none" }, { spout: "bent" }, { stamp: "west" }])
      expect([more, fits({ ...pot, ...more })]).toEqual([more, true]);
    for (const more of [
      { state: "half" },
      { sieve: "none" },
      { handle: "Side" },
      { pours: ["never"] },
      { glaze: 7 },
    ])
      expect([more, fits({ ...pot, ...more })]).toEqual([more, false]);
  });

  it("take the times and durations that the service sends", async () => {
    const fits = await validator();
    const pot = { id: "7", label: "Sunday" };
    for (const more of [
      { steeping: "PT0.043S" },
      { boiledDateTime: "2021-08-05T17:11:52.0000000" },
      { boiledDateTime: "2021-08-05" },
    ])
      expect([more, fits({ ...pot, ...more })]).toEqual([more, true]);
    expect(fits({ ...pot, boiledDateTime: 1628183512 })).toBe(false);
  });

  it("say the same in TypeScript", async () => {
    const types = astToString(await openapiTS(JSON.parse(stringifyJson(document))));
    expect(types).toMatch(/sieve\?: "fine" \| "coarse" \| "double" \| null/);
    expect(types).toMatch(/state\?: components\["schemas"\]\["microsoft.graph.potState"\] \| null/);
    expect(types).toMatch(/owner\?: string;/);
    expect(types).toMatch(/box\?: string \| null/);
  });
});
