import type { RequestContract } from "../api/index.ts";
import { splitUrl } from "./address.ts";
import { answerBatch, type BatchPart } from "./batch.ts";
import { readBody } from "./body.ts";
import type { Eventually, Rules } from "./decision.ts";
import { DroppedConnection } from "./faults.ts";
import { methodNotAllowed } from "./graph-error.ts";
import type { Surroundings } from "./surroundings.ts";

const BATCH_BODY: RequestContract = {
  mediaTypes: ["application/json"],
  json: true,
  required: true,
  object: true,
  readOnly: new Set(),
  knows: () => true,
  validate: () => undefined,
};

const FORWARDED = ["forwarded", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix"] as const;

/** The engine itself, which answers each part. */
type Fetch = (request: Request, surroundings: Surroundings | undefined) => Eventually<Response>;

/** Answers `POST {prefix}/$batch` by asking the engine itself for each part. */
export function createBatch(fetch: Fetch): Rules["batch"] {
  return async (incoming, prefix) => {
    if (incoming.method !== "POST")
      return { error: methodNotAllowed(["POST"], `Unexpected method ${incoming.method}, expected POST`) };
    const body = await readBody(incoming, BATCH_BODY);
    if ("error" in body) return { error: body.error };
    const send = async (part: BatchPart): Promise<Response> => {
      const headers = new Headers(part.headers);
      if (!headers.has("authorization")) headers.set("authorization", incoming.header("authorization") ?? "");
      // The part came by the same address as the batch.
      for (const name of FORWARDED) {
        const value = incoming.header(name);
        if (value !== undefined) headers.set(name, value);
      }
      // The official client writes the version into the part's address, too.
      const below = incoming.api.strip(part.url) ? part.url : prefix + part.url;
      const url = splitUrl(incoming.request.url).origin + below;
      const request = new Request(url, {
        method: part.method,
        headers,
        ...(part.body === undefined ? {} : { body: part.body }),
      });
      return fetch(request, undefined);
    };
    const outcome = await answerBatch(body.json, send).catch((error: unknown) => {
      if (error instanceof DroppedConnection) return undefined;
      throw error;
    });
    // The parts share one connection.
    if (!outcome) return { dropped: true, requestBody: body.text };
    return "error" in outcome
      ? { error: outcome.error, requestBody: body.text }
      : {
          reply: { status: 200, contentType: "application/json", body: { kind: "json", json: outcome.json } },
          requestBody: body.text,
        };
  };
}
