/** The servers that are compared, each as a user would start it: what it logs by default goes to the null device, unless it is told to be quiet. */
import { join } from "node:path";
import type { Surroundings } from "./bench.ts";
import { compile } from "./compile.ts";
import type { CreateRequest } from "./create-request.ts";
import { askOnce, type ServerCommand } from "./server.ts";

export function mock(
  { cli, temporary }: Surroundings,
  { versioned, status }: CreateRequest,
  ...options: readonly string[]
): ServerCommand {
  return {
    args: (port) => [cli, "mock", "--port", String(port), ...options],
    cwd: temporary,
    request: versioned,
    status,
  };
}

export function prism(
  { root, temporary }: Surroundings,
  { unversioned, status }: CreateRequest,
  ...options: readonly string[]
): ServerCommand {
  const bin = join(root, "node_modules/@stoplight/prism-cli/dist/index.js");
  const description = join(root, "spec/openapi.json");
  return {
    args: (port) => [bin, "mock", description, "--port", String(port), ...options],
    cwd: temporary,
    request: unversioned,
    status,
  };
}

export function mockoon(
  { root, temporary }: Surroundings,
  { versioned, status }: CreateRequest,
): ServerCommand {
  const bin = join(root, "node_modules/@mockoon/cli/bin/run.js");
  const description = join(root, "spec/openapi.json");
  return {
    args: (port) => [bin, "start", "--data", description, "--port", String(port), "--disable-log-to-file"],
    cwd: temporary,
    request: versioned,
    status,
  };
}

/** A plain server of Node's that answers with the headers and the body of another server's answer. */
export async function bare(
  surroundings: Surroundings,
  { versioned, status }: CreateRequest,
  modelPort: number,
): Promise<ServerCommand> {
  const script = await compile("bare.ts", surroundings);
  const answer = await askOnce(modelPort, versioned);
  const [head = "", body = "{}"] = answer.split("\r\n\r\n");
  const fields = head
    .split("\r\n")
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()] as const)
    // Node writes these by itself.
    .filter(([name]) => !/^(?:date|connection|keep-alive|content-length|transfer-encoding)$/i.test(name));
  const model = { status, headers: Object.fromEntries(fields), body: JSON.parse(body) as unknown };
  return {
    args: (port) => [script, String(port), JSON.stringify(model)],
    cwd: surroundings.temporary,
    request: versioned,
    status,
  };
}
