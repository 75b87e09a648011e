import { appendFile } from "node:fs/promises";
import type { Io } from "./io.ts";

/** A line of a page, marked by GitHub where a workflow prints it. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly file?: string;
  readonly line?: number;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten of a level and step. */
const MOST = 10;

export function onGitHub(io: Io): boolean {
  return io.env.GITHUB_ACTIONS === "true";
}

/**
 * Writes annotations where the command runs in a workflow, and nothing elsewhere.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 */
export function annotate(annotations: readonly Annotation[], io: Io): void {
  if (!onGitHub(io)) return;
  const counts = new Map<string, number>();
  for (const { level, file, line, title, message } of annotations) {
    const count = (counts.get(level) ?? 0) + 1;
    counts.set(level, count);
    if (count > MOST) continue;
    const place =
      file === undefined ? "" : `file=${property(file)},${line === undefined ? "" : `line=${line},`}`;
    io.stderr.write(`::${level} ${place}title=${property(title)}::${data(message)}\n`);
  }
}

/** Adds Markdown to the summary of the job, where there is one. */
export async function addSummary(markdown: string, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (onGitHub(io) && file) await appendFile(file, `${markdown}\n`);
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
