import { describe, expect, it } from "vitest";
import { extract } from "../index.ts";
import { tableIncludes } from "./include.ts";

const ADDRESS = "../includes/permissions/jar.md";
const PAGE = [
  "# Get jar",
  "",
  "## Permissions",
  "",
  '<!-- { "blockType": "permissions", "name": "jar_get" } -->',
  `[!INCLUDE [permissions-table](${ADDRESS})]`,
  "",
  "## HTTP request",
  "",
  "```http",
  "GET /jars/{id}",
  "```",
  "",
].join("\n");

const TABLE = [
  "---",
  "description: Permissions",
  "---",
  "",
  "|Permission type|Least privileged permissions|Higher privileged permissions|",
  "|:--|:--|:--|",
  "|Delegated (work or school account)|Jar.Read|Jar.ReadWrite, TODO|",
  "|Delegated (personal Microsoft account)|Not supported.|Not supported.|",
  "|Application|Jar.Read.All|Not available.|",
].join("\n");

describe("includes", () => {
  it("bring the permission table that the page lacks, with places in the included file", () => {
    const { model, diagnostics } = extract([
      {
        name: "api/jar-get.md",
        text: PAGE,
        includes: { [ADDRESS]: { name: "includes/permissions/jar.md", text: TABLE } },
      },
    ]);
    expect(model.operations[0]?.permissions).toEqual({
      delegatedWork: [],
      delegatedPersonal: [],
      application: ["Jar.Read.All"],
    });
    expect(diagnostics.filter(({ rule }) => rule === "placeholder").map(({ place }) => place)).toEqual([
      { page: "includes/permissions/jar.md", line: 7 },
    ]);
    expect(diagnostics.map(({ rule }) => rule)).not.toContain("annotation-without-block");
  });

  it("may include further files, to a bound", () => {
    const inner = { name: "inner.md", text: TABLE.replace(", TODO", "") };
    const outer = {
      name: "outer.md",
      text: "[!INCLUDE [permissions-table](inner.md)]\n",
      includes: { "inner.md": inner },
    };
    const { model } = extract([{ name: "a.md", text: PAGE, includes: { [ADDRESS]: outer } }]);
    expect(model.operations[0]?.permissions?.delegatedWork).toEqual(["Jar.Read", "Jar.ReadWrite"]);
    const circle: Record<string, unknown> = {
      name: "inner.md",
      text: "[!INCLUDE [permissions-table](inner.md)]\n",
    };
    circle.includes = { "inner.md": circle };
    const round = extract([
      { name: "a.md", text: PAGE, includes: { [ADDRESS]: circle as unknown as typeof inner } },
    ]);
    expect(round.diagnostics.map(({ rule }) => rule)).toContain("include-missing");
  });

  it("are diagnosed where a permission table is missing, and not where a disclaimer is", () => {
    const { diagnostics } = extract([
      { name: "a.md", text: `[!INCLUDE [beta-disclaimer](../../includes/beta.md)]\n\n${PAGE}` },
    ]);
    expect(diagnostics.filter(({ rule }) => rule === "include-missing").map(({ place }) => place)).toEqual([
      { page: "a.md", line: 8 },
    ]);
  });

  it("are those of tables: sample code and addresses elsewhere are none", () => {
    const text = [
      "[!INCLUDE [sample-code](../includes/snippets/go/permissions-go-snippets.md)]",
      "[!INCLUDE [permissions-table](https://example.com/permissions/a.md)]",
      "text [!include[permissions-table]( ../includes/permissions/b.md )] text",
    ].join("\n");
    expect(tableIncludes(text)).toEqual([
      { address: "../includes/permissions/b.md", line: 2, isPermissions: true },
    ]);
  });
});
