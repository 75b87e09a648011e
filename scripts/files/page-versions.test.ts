import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Io } from "../terminal/io.ts";
import { loadSource } from "./source.ts";

const page = (name: string, version: string): string =>
  `# ${name}\n\n## HTTP request\n\`\`\`http\nGET /${name}\n\`\`\`\n\n## Example\n<!-- { "blockType": "request", "name": "one" } -->\n\`\`\`http\nGET https://graph.microsoft.com/${version}/${name}\n\`\`\`\n<!-- { "blockType": "response" } -->\n\`\`\`http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"id": "${version}"}\n\`\`\`\n`;

describe("pages of several versions", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "versions-"));
    const files = {
      "docs/v1.0/api/things-get.md": page("things", "v1.0"),
      "docs/beta/api/things-get.md": page("things", "beta"),
      // An example of another version than that of its folder.
      "docs/beta/api/parts-get.md": page("parts", "v1.0"),
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const load = (paths: readonly string[], versions: "together" | "apart" = "apart") =>
    loadSource(paths, { cwd: folder, env: {} } as Io, versions);

  it.each([[["docs/v1.0", "docs/beta"]], [["docs"]]])("stay apart in %j", async (paths) => {
    const { document, otherVersions = [] } = await load(paths);
    const all = [{ document }, ...otherVersions].map((one) => [
      one.document.servers.map(({ url }) => url),
      Object.keys(one.document.paths),
    ]);
    expect(all).toHaveLength(2);
    expect(all).toContainEqual([["https://graph.microsoft.com/v1.0"], ["/things"]]);
    expect(all).toContainEqual([["https://graph.microsoft.com/beta"], ["/parts", "/things"]]);
  });

  it("are of the version of the folder that is named, whatever the examples say", async () => {
    const { document, otherVersions } = await load(["docs/beta"], "together");
    expect(document.servers).toEqual([{ url: "https://graph.microsoft.com/beta" }]);
    expect(Object.values(document.paths).flatMap(({ servers }) => servers ?? [])).toEqual([]);
    expect(otherVersions).toBeUndefined();
  });

  it("are one description where nobody asks for them apart", async () => {
    const { document } = await load(["docs"], "together");
    expect(Object.keys(document.paths).sort()).toEqual(["/parts", "/things"]);
    expect(document.servers).toHaveLength(2);
  });
});
