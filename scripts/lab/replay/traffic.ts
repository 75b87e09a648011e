/** Recorded exchanges with the real service, held against what the mock answers to the same requests. */
import { readFileSync } from "node:fs";
import type { Mock } from "../../../mock/index.ts";
import { isJsonObject } from "../../../spec/openapi/index.ts";

interface RecordedExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly requestBody: string | null;
  readonly status: number;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly responseBody: string | null;
}

/** Fields whose presence is compared; their values differ at each answer. */
const FIELDS = [
  "odata-version",
  "location",
  "x-ms-resource-unit",
  "content-type",
  "cache-control",
  "www-authenticate",
];

export async function replayTraffic(
  mock: Mock,
  file: string,
): Promise<{ readonly replayed: number; readonly differences: readonly string[] }> {
  const recorded = JSON.parse(readFileSync(file, "utf8")) as readonly RecordedExchange[];
  const differences: string[] = [];
  let replayed = 0;
  for (const exchange of recorded) {
    mock.reset();
    const { pathname, search } = new URL(exchange.url);
    const path = pathname.replace(/^\/(?:v1\.0|beta)/i, mock.api.prefixes[0] ?? "");
    const answer = await mock.request(path + search, {
      method: exchange.method,
      headers: { ...Object.fromEntries(exchange.requestHeaders), Authorization: "Bearer token" },
      ...(exchange.requestBody ? { body: exchange.requestBody } : {}),
    });
    const text = await answer.text();
    // What no page describes is refused as unknown; whether it should be described is not the question here.
    if (/Resource not found for the segment/.test(text) || answer.status === 405) continue;
    replayed += 1;
    const found = compare(exchange, answer, text);
    if (found.length > 0)
      differences.push(`${exchange.method} ${pathname}${decodeURIComponent(search)}: ${found.join("; ")}`);
  }
  return { replayed, differences };
}

function compare(exchange: RecordedExchange, answer: Response, text: string): string[] {
  const found: string[] = [];
  if (answer.status !== exchange.status)
    return [`status ${answer.status}, recorded ${exchange.status} ${text.slice(0, 200)}`];
  for (const name of FIELDS) {
    const real = exchange.responseHeaders.find(([field]) => field.toLowerCase() === name)?.[1];
    const ours = answer.headers.get(name);
    if ((real === undefined) !== (ours === null))
      found.push(`${name} ${ours ?? "absent"}, recorded ${real ?? "absent"}`);
  }
  const [ours, real] = [parse(text), parse(exchange.responseBody ?? "")];
  const contexts = [ours, real].map((json) =>
    String(json["@odata.context"] ?? "").replace(/^.*\$metadata/, ""),
  );
  if (contexts[0] !== contexts[1]) found.push(`context ${contexts[0]}, recorded ${contexts[1]}`);
  const [code, recordedCode] = [ours, real].map(({ error }) =>
    isJsonObject(error) ? error.code : undefined,
  );
  if (code !== recordedCode) found.push(`code ${String(code)}, recorded ${String(recordedCode)}`);
  return found;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
