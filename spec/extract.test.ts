/** What several pages come to together. */
import { describe, expect, it } from "vitest";
import { extract, type PageSource } from "./index.ts";

function page(name: string, template: string, more = ""): PageSource {
  return {
    name,
    text: `# ${name}\n\n## HTTP request\n\n\`\`\`http\n${template}\n\`\`\`\n\n## Examples\n\n${more}`,
  };
}

function example(name: string, request: string, response: string, annotation = ""): string {
  return [
    `<!-- { "blockType": "request", "name": "${name}" } -->\n\`\`\`http\n${request}\n\`\`\``,
    `<!-- { "blockType": "response"${annotation} } -->\n\`\`\`http\n${response}\n\`\`\`\n`,
  ].join("\n");
}

function resource(name: string, json: string, more = ""): string {
  return `<!-- { "blockType": "resource", "@odata.type": "${name}"${more} } -->\n\`\`\`json\n${json}\n\`\`\`\n`;
}

const HOST = "https://graph.microsoft.com/v1.0";
const OK = 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{ "id": "1" }';

describe("several pages", () => {
  it("document one operation together, however they spell its parameters", () => {
    const { document, diagnostics } = extract([
      page("b.md", "GET /Cups/{cup-id}", example("two", `GET ${HOST}/cups/2`, OK)),
      page("a.md", "GET /cups/{id}", example("one", `GET ${HOST}/cups/1`, OK)),
    ]);
    expect(Object.keys(document.paths)).toEqual(["/cups/{id}"]);
    const operation = document.paths["/cups/{id}"]?.get;
    expect(operation?.["x-sources"]).toEqual([
      { page: "a.md", line: 6 },
      { page: "b.md", line: 6 },
    ]);
    expect(Object.keys(operation?.responses["200"]?.content?.["application/json"]?.examples ?? {})).toEqual([
      "one",
      "two",
    ]);
    expect(diagnostics.map(({ rule, place }) => [rule, place.page])).toContainEqual([
      "operation-repeated",
      "b.md",
    ]);
  });

  it("go by the page that is meant: annotated before bare, the path's own resource before another, placeholders and wrappers last", () => {
    const list = (body: string): string => `HTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}`;
    const bare = `\`\`\`http\nGET ${HOST}/users\n\`\`\`\n\n\`\`\`http\n${list('{ "value": [{ "value": { "id": "1" } }] }')}\n\`\`\`\n`;
    const typed = (type: string): string =>
      `, "@odata.type": "microsoft.graph.${type}", "isCollection": true`;
    const { document, model } = extract([
      page("a-device-user-list.md", "GET /users", bare),
      page(
        "b-owner-list.md",
        "GET /users",
        example("b", `GET ${HOST}/users`, list('{ "value": [{ "id": "2" }] }'), typed("owner")),
      ),
      page(
        "c-user-list.md",
        "GET /users",
        example("c", `GET ${HOST}/users`, list('{ "value": [{ "id": "id-value" }] }'), typed("user")),
      ),
      page(
        "user-list.md",
        "GET /users",
        example(
          "d",
          `GET ${HOST}/users`,
          list('{ "value": [{ "id": "4", "displayName": "Ada" }] }'),
          typed("user"),
        ),
      ),
    ]);
    const operation = document.paths["/users"]?.get;
    expect(operation?.["x-sources"]?.map(({ page }) => page)).toEqual([
      "user-list.md",
      "b-owner-list.md",
      "c-user-list.md",
      "a-device-user-list.md",
    ]);
    expect(operation?.tags).toEqual(["user"]);
    expect(Object.keys(operation?.responses["200"]?.content?.["application/json"]?.examples ?? {})[0]).toBe(
      "d",
    );
    expect(model.operations[0]?.title).toBe("user-list.md");
  });

  it("keep every success that one of them documents", () => {
    const { document } = extract([
      page(
        "a-device-user-update.md",
        "PATCH /users/{id}",
        `\`\`\`http\nPATCH ${HOST}/users/1\n\`\`\`\n\n\`\`\`http\n${OK}\n\`\`\`\n`,
      ),
      page(
        "user-update.md",
        "PATCH /users/{id}",
        example("d", `PATCH ${HOST}/users/1`, "HTTP/1.1 204 No Content"),
      ),
    ]);
    const operation = document.paths["/users/{id}"]?.patch;
    expect(Object.keys(operation?.responses ?? {})).toEqual(["200", "204"]);
    expect(operation?.["x-source"].page).toBe("user-update.md");
  });

  it("are diagnosed where an example shows null for what a table says is never null, and null is then allowed", () => {
    const { model, diagnostics } = extract([
      page(
        "a.md",
        "GET /cups/{id}",
        example(
          "get",
          `GET ${HOST}/cups/1`,
          'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{ "id": "1",\n"owner": null, "note": null }',
          ', "@odata.type": "microsoft.graph.cup"',
        ),
      ),
      {
        name: "cup.md",
        text: `# cup\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|owner|String|Not nullable.|\n|note|String|Free.|\n\n${resource("microsoft.graph.cup", '{ "id": "String" }')}`,
      },
    ]);
    const conflicts = diagnostics.filter(({ rule }) => rule === "example-type");
    expect(conflicts.map(({ place, reason }) => [place.page, place.line, reason])).toEqual([
      ["a.md", 21, "the example has null for 'owner', but cup.md:7 documents a value"],
    ]);
    const owner = model.resources[0]?.properties.find(({ name }) => name === "owner");
    expect(owner?.nullable).toBe(true);
  });

  it("share a path item where only their methods differ", () => {
    const { document } = extract([page("a.md", "GET /cups/{id}"), page("b.md", "DELETE /cups/{cup-id}")]);
    const item = document.paths["/cups/{cupId}"] ?? document.paths["/cups/{id}"];
    expect(Object.keys(document.paths)).toHaveLength(1);
    const names = [item?.get, item?.delete].map((operation) =>
      operation?.parameters?.map(({ name }) => name),
    );
    expect(names[0]).toEqual(names[1]);
  });

  it("send an example to the literal path before the parameter", () => {
    const { model } = extract([
      page("a.md", "GET /cups/{id}\nGET /cups/delta", example("changes", `GET ${HOST}/cups/delta`, OK)),
    ]);
    expect(model.exchanges[0]?.operation?.path).toBe("/cups/delta");
  });

  it("resolve each other's types, by short name and in any letter case; what nobody defines is an open object", () => {
    const { document } = extract([
      page(
        "a.md",
        "GET /cups/{id}",
        example("get", `GET ${HOST}/cups/1`, OK, ', "@odata.type": "microsoft.graph.CUP"'),
      ),
      {
        name: "cup.md",
        text: `# cup\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|maker|[Maker](maker.md)|x|\n|saucer|[saucer](saucer.md) collection|x|\n\n${resource("microsoft.graph.cup", '{ "id": "String" }')}`,
      },
      { name: "maker.md", text: resource("microsoft.graph.maker", '{ "name": "String" }') },
    ]);
    const { schemas } = document.components;
    expect(Object.keys(schemas)).toEqual([
      "microsoft.graph.cup",
      "microsoft.graph.maker",
      "microsoft.graph.saucer",
    ]);
    expect(schemas["microsoft.graph.saucer"]).toEqual({
      type: "object",
      title: "saucer",
      additionalProperties: true,
    });
    expect(JSON.stringify(schemas["microsoft.graph.cup"]?.properties?.maker)).toContain(
      "#/components/schemas/microsoft.graph.maker",
    );
    expect(JSON.stringify(document.paths)).toContain("#/components/schemas/microsoft.graph.cup");
  });

  it("inherit by allOf, a property once, and never in a circle", () => {
    const { document } = extract([
      { name: "a.md", text: resource("x.base", '{ "id": "String" }', ', "openType": true') },
      {
        name: "b.md",
        text: resource("x.derived", '{ "id": "String", "size": 1 }', ', "baseType": "x.base"'),
      },
      { name: "c.md", text: resource("x.snake", "{}", ', "baseType": "x.tail"') },
      { name: "d.md", text: resource("x.tail", "{}", ', "baseType": "x.snake"') },
    ]);
    const { schemas } = document.components;
    expect(schemas["x.derived"]?.allOf?.[0]).toEqual({ $ref: "#/components/schemas/x.base" });
    expect(Object.keys(schemas["x.derived"]?.allOf?.[1]?.properties ?? {})).toEqual(["size"]);
    expect(schemas["x.base"]?.["x-open-type"]).toBe(true);
    expect([schemas["x.snake"]?.allOf, schemas["x.tail"]?.allOf]).toEqual([undefined, undefined]);
  });

  it("of two versions name a server of their own each", () => {
    const { document } = extract([page("beta/a.md", "GET /cups"), page("v1.0/b.md", "GET /plates")]);
    expect(document.servers.map(({ url }) => url)).toEqual(["https://graph.microsoft.com/beta", `${HOST}`]);
    expect(document.paths["/cups"]?.servers?.map(({ url }) => url)).toEqual([
      "https://graph.microsoft.com/beta",
    ]);
    expect(document.paths["/plates"]?.servers?.map(({ url }) => url)).toEqual([HOST]);
  });

  it("tell one side of an exchange whose other side cannot be read, and make no contract of it", () => {
    const { document, model } = extract([
      page(
        "a.md",
        "POST /cups",
        example("post", `POST ${HOST}/cups\nContent-Type: application/json\n\n{ "a" "b" }`, OK),
      ),
    ]);
    expect(model.exchanges).toEqual([]);
    expect(
      document.paths["/cups"]?.post?.responses["200"]?.content?.["application/json"]?.examples,
    ).toBeDefined();
  });

  it("of no page make an empty document", () => {
    expect(extract([]).document).toMatchObject({ paths: {}, components: { schemas: {} } });
  });

  it("report each page that is read", () => {
    const seen: number[] = [];
    extract([page("a.md", "GET /a"), page("b.md", "GET /b")], (read) => seen.push(read));
    expect(seen).toEqual([1, 2]);
  });
});
