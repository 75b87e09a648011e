import { type Chain, curlCommand, type PlannedCheck, redactor } from "../../../contracts/index.ts";
import type { VerifyOptions } from "../../../contracts/node/index.ts";
import { groundText } from "./terminal.ts";

/** The catalogue of checks: id, basis, what is demanded, and where that comes from. */
export function renderList(planned: readonly PlannedCheck[], chains: readonly Chain[]): string {
  const lines: string[] = [];
  const checks = [...planned.map(({ check }) => check), ...chains.flatMap((chain) => chain.checks)];
  for (const check of checks) {
    lines.push(`${check.id}`, `  ${check.basis}: ${check.title}`, `  ${groundText(check.citation)}`);
  }
  lines.push("", `${checks.length} checks`, "");
  return lines.join("\n");
}

/** Each request as the curl command that makes it. */
export function renderDryRun(
  checks: readonly PlannedCheck[],
  chains: readonly Chain[],
  options: VerifyOptions,
): string {
  const base = options.target.href.replace(/\/$/, "");
  const lines: string[] = [];
  let requests = 0;
  for (const planned of checks) {
    lines.push(planned.check.id);
    for (const request of planned.requests) {
      const headers = [
        ...request.headers,
        ...redactor(options.secrets, options.headers).headers(options.headers),
      ];
      lines.push(`  ${curlCommand(base, { ...request, headers })}`);
      requests += 1;
    }
  }
  for (const chain of chains) lines.push(...chainLines(chain));
  lines.push("", `${requests} requests in ${checks.length} checks; none was made`, "");
  return lines.join("\n");
}

/** A chain's requests depend on the answers before them, so it is shown by what it uses and what it asserts. */
function chainLines({ name, node, checks }: Chain): string[] {
  const lines = [
    `chain ${name}${node.parent ? ` (below ${node.parent.routes[0]?.path ?? node.parent.key}, which is created first)` : ""}`,
  ];
  let told = "";
  for (const { id, title, operation } of checks.toSorted((a, b) =>
    operationName(a) < operationName(b) ? -1 : 1,
  )) {
    const name = `${operation.method} ${operation.path}`;
    if (name !== told) lines.push(`  ${name}`);
    told = name;
    lines.push(`    ${id.slice(id.indexOf("/") + 1).padEnd(26)} ${title}`);
  }
  return lines;
}

function operationName({ operation: { method, path } }: Chain["checks"][number]): string {
  return `${path} ${["POST", "GET", "PATCH", "PUT", "DELETE"].indexOf(method)}`;
}
