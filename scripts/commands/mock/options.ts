import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type {
  AuthMode,
  IdMode,
  Latency,
  MockOptions,
  Throttle,
  User,
  WireMode,
} from "../../../mock/index.ts";
import { type Io, UsageError } from "../../terminal/io.ts";

export const HELP = `Usage: graph-contracts mock [PAGE|FOLDER|openapi.json|pact.json ...] [OPTION ...]

Serves the documented API: creates, remembers, refuses and fails like Microsoft Graph. Without files: the page that the package carries.

  --port N              4010; 0 takes any free port
  --host ADDRESS        127.0.0.1
  --seed N              repeats ids, failures and latencies exactly
  --clock TIME          the time stands still at that moment (2021-01-31T12:00:00Z)
  --ids MODE            random: new GUIDs (default); documented: the documented id first, then others of its pattern
  --wire MODE           docs: bodies as the pages show them (default); graph: with @odata.context and the metadata level of Accept
  --auth MODE           bearer: any token (default); off; scopes: the token's scopes against the page's permissions
  --users FILE          JSON list of {"id", "userPrincipalName"}; nobody else exists then, the first is signed in
  --latency MS[-MS]     waits that long before each answer
  --fail-rate RATE      that share of requests fails as if the service were busy (0.1)
  --throttle N/TIME     429 for a user's requests beyond N in that time (5/10s)
  --max-objects N       keeps so many objects, the oldest go first (100000)
  --state FILE          keeps the state in that file from run to run
  --watch               follows changes of the files without losing state
  --admin-token TOKEN   opens /_mock to other machines that send it (or the variable GRAPH_CONTRACTS_ADMIN_TOKEN)
  --quiet               no line for each exchange

Exit code: 0 stopped, 2 could not run.`;

export interface MockCommandOptions {
  readonly paths: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly stateFile: string | undefined;
  readonly watch: boolean;
  readonly quiet: boolean;
  readonly mock: Omit<MockOptions, "document" | "contracts">;
}

/** Throws `UsageError` for what cannot be understood, naming what would be. */
export async function readOptions(args: readonly string[], io: Io): Promise<MockCommandOptions> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const users = values.users === undefined ? undefined : await readUsers(values.users, io);
  const clock = values.clock === undefined ? undefined : moment(values.clock);
  const adminToken = values["admin-token"] ?? io.env.GRAPH_CONTRACTS_ADMIN_TOKEN;
  return {
    paths: positionals,
    host: values.host ?? "127.0.0.1",
    port: whole("--port", values.port ?? "4010", 0, 65_535),
    stateFile: values.state === undefined ? undefined : resolve(io.cwd, values.state),
    watch: values.watch ?? false,
    quiet: values.quiet ?? false,
    mock: {
      ids: choice<IdMode>("--ids", values.ids ?? "random", ["random", "documented"]),
      auth: choice<AuthMode>("--auth", values.auth ?? "bearer", ["bearer", "off", "scopes"]),
      wire: choice<WireMode>("--wire", values.wire ?? "docs", ["docs", "graph"]),
      ...(values.seed === undefined
        ? {}
        : { seed: whole("--seed", values.seed, 0, Number.MAX_SAFE_INTEGER) }),
      ...(users ? { users } : {}),
      ...(clock ? { clock: () => clock, fixedClock: true } : {}),
      ...(values.latency === undefined ? {} : { latency: latency(values.latency) }),
      ...(values["fail-rate"] === undefined ? {} : { failRate: rate(values["fail-rate"]) }),
      ...(values.throttle === undefined ? {} : { throttle: throttle(values.throttle) }),
      ...(values["max-objects"] === undefined
        ? {}
        : { maxObjects: whole("--max-objects", values["max-objects"], 1, 100_000_000) }),
      ...(adminToken ? { adminToken } : {}),
    },
  };
}

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  seed: { type: "string" },
  clock: { type: "string" },
  ids: { type: "string" },
  wire: { type: "string" },
  auth: { type: "string" },
  users: { type: "string" },
  latency: { type: "string" },
  "fail-rate": { type: "string" },
  throttle: { type: "string" },
  "max-objects": { type: "string" },
  state: { type: "string" },
  watch: { type: "boolean" },
  "admin-token": { type: "string" },
  quiet: { type: "boolean" },
} as const;

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${name} is '${text}'; expected a whole number from ${least} to ${most}`);
}

function choice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`${name} is '${text}'; expected ${choices.join(" or ")}`);
}

function moment(text: string): Date {
  const date = new Date(text);
  if (!Number.isNaN(date.getTime())) return date;
  throw new UsageError(`--clock is '${text}'; expected a time such as 2021-01-31T12:00:00Z`);
}

function latency(text: string): Latency {
  const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match && from <= to) return { from, to };
  throw new UsageError(`--latency is '${text}'; expected milliseconds such as 200 or 200-800`);
}

function rate(text: string): number {
  const value = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`--fail-rate is '${text}'; expected a number from 0 to 1`);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function throttle(text: string): Throttle {
  const match = /^(\d{1,9})\/(\d{0,6})(ms|s|m|h)$/.exec(text);
  const milliseconds = Number(match?.[2] === "" ? 1 : match?.[2]) * (UNITS[match?.[3] ?? ""] ?? Number.NaN);
  if (match && milliseconds > 0) return { requests: Number(match[1]), milliseconds };
  throw new UsageError(`--throttle is '${text}'; expected requests and time such as 5/10s`);
}

async function readUsers(path: string, io: Io): Promise<readonly User[]> {
  const text = await readFile(resolve(io.cwd, path), "utf8").catch(() => {
    throw new UsageError(`${path} cannot be read; --users names a JSON file`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isUser)) {
    throw new UsageError(`${path} lists no users; expected [{"id": "...", "userPrincipalName": "..."}, ...]`);
  }
  return value;
}

function isUser(value: unknown): value is User {
  if (typeof value !== "object" || value === null) return false;
  const { id, userPrincipalName } = value as Partial<Record<keyof User, unknown>>;
  return (
    typeof id === "string" && id !== "" && typeof userPrincipalName === "string" && userPrincipalName !== ""
  );
}
