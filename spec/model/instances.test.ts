import { describe, expect, it } from "vitest";
import { extract, type JsonObject, stringifyJson } from "../index.ts";

function nested(depth: number): JsonObject {
  let value: JsonObject = { id: "1", note: null };
  for (let level = 0; level < depth; level += 1) value = { id: "1", child: value };
  return value;
}

function resource(name: string, more: string): string {
  return `<!-- { "blockType": "resource", "@odata.type": "${name}"${more} } -->\n\`\`\`json\n{ "id": "String", "note": "String", "child": { "@odata.type": "a.leaf" } }\n\`\`\`\n`;
}

describe("uses of types in examples", () => {
  it("are found at any depth, once, though derived and base type document the same properties", () => {
    const text = [
      "## HTTP request",
      "```http\nGET /leaf\n```",
      '<!-- { "blockType": "request" } -->\n```http\nGET https://graph.microsoft.com/beta/leaf\n```',
      `<!-- { "blockType": "response", "@odata.type": "a.leaf" } -->\n\`\`\`http\nHTTP/1.1 200 OK\n\n${stringifyJson(nested(100))}\n\`\`\``,
      resource("a.leaf", ', "baseType": "a.plant"'),
      resource("a.plant", ""),
    ].join("\n\n");
    const { model } = extract([{ name: "leaf.md", text }]);
    for (const { name, properties } of model.resources)
      expect(properties.find((property) => property.name === "note")?.nullable, name).toBe(true);
    expect(model.resources.map(({ name }) => name)).toEqual(["a.leaf", "a.plant"]);
  });
});
