import { spawn } from "node:child_process";
import process from "node:process";

/** What a whole process took: start, work and end. */
export interface ProcessRun {
  readonly milliseconds: number;
  readonly stdout: string;
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
