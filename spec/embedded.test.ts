/** The page that the package carries, and its artefacts. */
import { readFileSync } from "node:fs";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { describe, expect, it } from "vitest";
import { type Extraction, extract, type JsonValue, stringifyJson } from "./index.ts";
import { lintErrors, schemaErrors, typeErrors } from "./testing/consumers.ts";
import { embeddedPages, seedPage } from "./testing/corpus.ts";
import { summaryOf } from "./testing/summary.ts";

const extraction = extract(embeddedPages());
const { document } = extraction;
const create = document.paths["/me/profile"]?.post;

describe("the embedded page", () => {
  it("documents both paths, with the page's lines", () => {
    expect(Object.keys(document.paths)).toEqual(["/me/profile", "/users/{usersId}/profile"]);
    expect(document.servers).toEqual([{ url: "https://graph.microsoft.com/beta" }]);
    expect(create?.operationId).toBe("postMeProfile");
    const line = create?.["x-source"].line ?? 0;
    expect(embeddedPages()[0]?.text.split("\n")[line - 1]).toBe("POST /me/profile");
  });

  it("shows examples as the page has them", () => {
    const body = create?.requestBody?.content["application/json"];
    const answer = create?.responses["201"]?.content?.["application/json"];
    const values = (examples: Readonly<Record<string, { value: JsonValue }>> | undefined): JsonValue[] =>
      Object.values(examples ?? {}).map(({ value }) => value);
    expect(values(body?.examples)).toEqual([{ "@odata.type": "#microsoft.graph.profile" }]);
    expect(values(answer?.examples)).toEqual([
      { "@odata.type": "#microsoft.graph.profile", id: "eec06edb-6edb-eec0-db6e-c0eedb6ec0ee" },
    ]);
  });

  it("fixes the type, and demands the id of an answer only", () => {
    const schema = document.components.schemas["microsoft.graph.profile"];
    expect(schema?.properties?.["@odata.type"]).toMatchObject({ enum: ["#microsoft.graph.profile"] });
    expect(schema?.properties?.id).toMatchObject({ type: "string", readOnly: true, minLength: 1 });
    expect(schema?.required).toEqual(["id"]);
    expect(schema?.additionalProperties).toBe(true);
  });

  it("is reported for every doubt that it leaves", () => {
    const rules = new Set(extraction.diagnostics.map(({ rule }) => rule));
    expect([...rules].sort()).toEqual([
      "blank-line-missing",
      "content-length-crlf",
      "header-required-absent",
      "parameter-without-value",
      "placeholder",
      "property-required-absent",
    ]);
  });

  it("has its description committed", () => {
    const committed = readFileSync(new URL("openapi.json", import.meta.url), "utf8");
    expect(`${stringifyJson(document)}\n`).toBe(committed);
  });

  it("comes to what the page comes to that it follows", (context) => {
    const seed = seedPage();
    if (!seed) return context.skip("the sample page is not beside the repository");
    const theirs = extract([seed]);
    expect(summaryOf(extraction)).toEqual(summaryOf(theirs));
    expect(withoutProse(extraction)).toEqual(withoutProse(theirs));
  });

  it("makes a document that the field's tools accept", async () => {
    expect(await schemaErrors(document)).toEqual([]);
    expect(await lintErrors(document)).toEqual([]);
    expect(await typeErrors(document)).toEqual([]);
    const operations = await getHttpOperationsFromSpec(JSON.parse(stringifyJson(document)));
    expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "post /me/profile",
      "post /users/{usersId}/profile",
    ]);
  }, 60_000);
});

function withoutProse(of: Extraction): unknown {
  return JSON.parse(stringifyJson(of.document), (name, value: unknown) =>
    name === "summary" || name === "description" ? undefined : value,
  );
}
