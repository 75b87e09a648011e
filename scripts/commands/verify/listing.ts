import { curlCommand, type PlannedCheck, redactor } from "../../../contracts/index.ts";
import type { VerifyOptions } from "../../../contracts/node/index.ts";
import { groundText } from "./terminal.ts";

/** The catalogue of checks: id, basis, what is demanded, and where that comes from. */
export function renderList(checks: readonly PlannedCheck[]): string {
  const lines: string[] = [];
  for (const { check } of checks) {
    lines.push(`${check.id}`, `  ${check.basis}: ${check.title}`, `  ${groundText(check.citation)}`);
  }
  lines.push("", `${checks.length} checks`, "");
  return lines.join("\n");
}

/** Each request as the curl command that makes it. */
export function renderDryRun(checks: readonly PlannedCheck[], options: VerifyOptions): string {
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
  lines.push("", `${requests} requests in ${checks.length} checks; none was made`, "");
  return lines.join("\n");
}
