/** `mock.fetch` and a bare Hono handler in turn, in one process: argument 1 is the create request, the rest the artefacts' files. */
import { readFileSync } from "node:fs";
import process from "node:process";
import { Hono } from "hono";
import type { PactFile } from "../../../../contracts/index.ts";
import { createMock } from "../../../../mock/index.ts";
import type { OpenApiDocument } from "../../../../spec/index.ts";
import { compare } from "../rounds.ts";

interface Create {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly status: number;
}

const [, , create = "{}", description = "", ...contracts] = process.argv;
const { path, headers, body, status } = JSON.parse(create) as Create;
const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

const mock = createMock({
  document: read(description) as OpenApiDocument,
  contracts: contracts.map((file) => read(file) as PactFile),
});
const request = (): Request => new Request(`http://localhost${path}`, { method: "POST", headers, body });
const model = await mock.fetch(request());
if (model.status !== status) throw new Error(`the mock answered ${model.status}: ${await model.text()}`);
const modelHeaders = Object.fromEntries(model.headers);
const modelBody = (await model.json()) as object;

const bare = new Hono();
bare.post(path, async (context) => {
  const sent = (await context.req.json()) as object;
  return new Response(JSON.stringify({ ...modelBody, ...sent }), { status, headers: modelHeaders });
});

const ROUNDS = 9;
const REQUESTS = 20_000;

const measure =
  (app: { fetch(request: Request): Response | Promise<Response> }) => async (): Promise<number> => {
    const started = performance.now();
    for (let count = 0; count < REQUESTS; count += 1) {
      const response = await app.fetch(request());
      await response.text();
    }
    return REQUESTS / ((performance.now() - started) / 1000);
  };

process.stdout.write(JSON.stringify(await compare(ROUNDS, measure(mock), measure(bare))));
