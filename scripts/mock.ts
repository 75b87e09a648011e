import { createMock, type Mock } from "../mock/index.ts";
import { type Command, EXIT } from "./io.ts";
import { HELP, readOptions } from "./mock/options.ts";
import { type Served, serveMock } from "./mock/serve.ts";
import { loadSource } from "./source.ts";

export const command: Command = {
  summary: "serve the documented API as a mock",
  help: HELP,
  async run(args, io) {
    const options = await readOptions(args, io);
    const source = await loadSource(options.paths, io);
    const mock = createMock({ document: source.document, contracts: source.contracts, ...options.mock });
    const served = await serveMock(mock, options.host, options.port);
    io.stdout.write(greeting(mock, served, options.host));
    await stopped(io.signal);
    await served.close();
    return EXIT.ok;
  },
};

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

export function greeting(mock: Mock, { origin }: Served, host: string): string {
  const { id, userPrincipalName } = mock.signedInUser;
  const { document, operations, prefixes } = mock.api;
  const base = origin + (prefixes[0] ?? "");
  const lines = [
    `${document.info.title} (${operations} ${operations === 1 ? "operation" : "operations"}) at ${base}`,
    `Signed in: ${userPrincipalName}, id ${id}`,
    ...example(mock, base),
    `State ${origin}/_mock/state, log ${origin}/_mock/log, reset: POST ${origin}/_mock/reset`,
  ];
  if (!/^(?:127\.|localhost$|::1$)/.test(host))
    lines.push(`Warning: ${host} can be reached from other machines`);
  return `${lines.join("\n")}\n`;
}

/** A line to paste: the first operation that needs no knowledge of ids, with its documented body. */
function example(mock: Mock, base: string): string[] {
  for (const [path, item] of Object.entries(mock.api.document.paths)) {
    if (path.includes("{")) continue;
    const method = item.post ? "POST" : item.get ? "GET" : undefined;
    if (!method) continue;
    const content = item.post?.requestBody?.content["application/json"];
    const [documented] = Object.values(content?.examples ?? {});
    const body =
      method === "POST" && documented
        ? ` -H 'Content-Type: application/json' -d '${JSON.stringify(documented.value).replaceAll("'", "'\\''")}'`
        : "";
    return [
      `Try: curl -i${method === "POST" ? " -X POST" : ""} ${base}${path} -H 'Authorization: Bearer token'${body.length < 400 ? body : ""}`,
    ];
  }
  return [];
}
