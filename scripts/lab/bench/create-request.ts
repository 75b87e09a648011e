import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PactFile } from "../../../contracts/index.ts";
import type { OpenApiDocument } from "../../../spec/index.ts";
import { requestBytes } from "./load.ts";

/** The create request that the embedded page documents, as bytes, and the status that answers it. */
export interface CreateRequest {
  /** With the version before the path, as Graph and the mock serve it. */
  readonly versioned: Buffer;
  /** Without: Prism leaves out the path of the server's URL. */
  readonly unversioned: Buffer;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
}

export async function createRequest(root: string): Promise<CreateRequest> {
  const document = (await readJson(join(root, "spec/openapi.json"))) as OpenApiDocument;
  const folder = join(root, "contracts/recorded");
  const [first = ""] = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
  const { interactions } = (await readJson(join(folder, first))) as PactFile;
  const interaction = interactions.find(({ request }) => request.method === "POST");
  if (!interaction) throw new Error("the embedded page documents no create request");
  const { method, path, headers = {}, body } = interaction.request;
  const single = Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name, values.join(", ")]),
  );
  const text = JSON.stringify(body?.content ?? {});
  const prefix = new URL(document.servers[0]?.url ?? "/", "http://localhost").pathname.replace(/\/$/, "");
  return {
    versioned: requestBytes({ method, path: prefix + path, headers: single, body: text }),
    unversioned: requestBytes({ method, path, headers: single, body: text }),
    path: prefix + path,
    body: text,
    headers: single,
    status: interaction.response.status,
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, "utf8"));
}
