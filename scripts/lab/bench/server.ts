import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import net from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** A server in a process of its own. */
export interface Server {
  readonly port: number;
  /** From before the process was started to its first answer with the status asked for, in milliseconds. */
  readonly firstAnswerMs: number;
  /** Resident memory in bytes, as the operating system counts it. */
  memory(): Promise<number>;
  /** Processor time so far of all its threads, in milliseconds; NaN where the system does not tell (it is read from /proc). */
  processorMs(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerCommand {
  /** Arguments of Node, given a free port. */
  readonly args: (port: number) => readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Asked until it is answered with the status. */
  readonly request: Buffer;
  readonly status: number;
}

const PATIENCE_MS = 60_000;
const POLL_MS = 2;

/** Starts a server with this Node and waits for its first good answer. */
export async function startServer(command: ServerCommand): Promise<Server> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, command.args(port), {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const complaints: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.length < 20 && void complaints.push(String(chunk)));
  let last = "";
  while (performance.now() - started < PATIENCE_MS && child.exitCode === null) {
    const answer = await askOnce(port, command.request);
    if (answer.startsWith(`HTTP/1.1 ${command.status}`)) {
      return {
        port,
        firstAnswerMs: performance.now() - started,
        memory: () => residentMemory(child.pid ?? 0),
        processorMs: () => processorMs(child.pid ?? 0),
        stop: () => stop(child),
      };
    }
    last = answer || last;
    await sleep(POLL_MS);
  }
  await stop(child);
  const reason = complaints.join("").trim() || last || "it did not listen";
  throw new Error(`${command.args(port).slice(0, 3).join(" ")}: ${reason.slice(0, 500)}`);
}

/** The answer as text; empty where none came. */
export function askOnce(port: number, request: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = net.connect({ port, host: "127.0.0.1", noDelay: true }, () => void socket.write(request));
    socket.setTimeout(5000, () => socket.destroy());
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.includes("\r\n\r\n")) socket.destroy();
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function residentMemory(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout.trim()) * 1024;
}

/** Linux counts in hundredths of a second here (proc_pid_stat(5): utime and stime, fields 14 and 15). */
async function processorMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
