import { spawn } from "node:child_process";
import process from "node:process";

/** What a whole process took: start, work and end. */
export interface ProcessRun {
  readonly milliseconds: number;
  readonly stdout: string;
}

export interface MeasuredRun extends ProcessRun {
  /** Of all its threads; other processes at work make a run longer, and leave this nearly as it is. */
  readonly processorMs: number;
  readonly peakBytes: number;
}

/** Loaded before the program: tells at the end what the process used. */
const USAGE = `data:text/javascript,${encodeURIComponent(
  `process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.stdout.write("\\nusage " + (userCPUTime + systemCPUTime) + " " + maxRSS);
  })`,
)}`;

/** Runs Node once and asks it what it used. */
export async function measureNode(
  args: readonly string[],
  cwd: string,
  accepted: readonly number[] = [0],
): Promise<MeasuredRun> {
  const run = await runNode(["--import", USAGE, ...args], cwd, accepted);
  const [, microseconds, kibibytes] = /\nusage (\d+) (\d+)/.exec(run.stdout) ?? [];
  return { ...run, processorMs: Number(microseconds) / 1000, peakBytes: Number(kibibytes) * 1024 };
}

/** Runs Node once. An exit code that is not among the accepted ones is an error, with what the process said. */
export function runNode(
  args: readonly string[],
  cwd: string,
  accepted: readonly number[] = [0],
): Promise<ProcessRun> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => void out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => void complaints.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      const milliseconds = performance.now() - started;
      if (code !== null && accepted.includes(code)) {
        resolve({ milliseconds, stdout: Buffer.concat(out).toString("utf8") });
        return;
      }
      const said = Buffer.concat([...complaints, ...out])
        .toString("utf8")
        .trim();
      reject(new Error(`${args.slice(0, 3).join(" ")} ended with ${code}: ${said.slice(0, 500)}`));
    });
  });
}
