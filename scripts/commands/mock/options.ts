import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Latency, MockOptions, OperationPace, Throttle, User } from "../../../mock/index.ts";
import { sourcesOf } from "../../configuration/operands.ts";
import type { CommandLine } from "../../terminal/command-line.ts";
import { type Io, UsageError } from "../../terminal/io.ts";
import { flag, list, optional, type ValueType, value } from "../../terminal/option.ts";
import { choice, path, port, text, whole } from "../../terminal/value-types.ts";
import { loadSeedData } from "./seed-file.ts";

const moment: ValueType<Date> = {
  label: "TIME",
  expected: "a time such as 2021-01-31T12:00:00Z",
  schema: { type: "string" },
  parse(given) {
    const date = new Date(given);
    return Number.isNaN(date.getTime()) ? undefined : date;
  },
};

const latency: ValueType<Latency> = {
  label: "MS[-MS]",
  expected: "milliseconds such as 200 or 200-800",
  schema: { type: ["string", "integer"] },
  parse(given) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(given);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    return match && from <= to ? { from, to } : undefined;
  },
};

const rate: ValueType<number> = {
  label: "RATE",
  expected: "a number from 0 to 1",
  schema: { type: "number", minimum: 0, maximum: 1 },
  parse(given) {
    const number = /^(?:\d+\.?\d*|\.\d+)$/.test(given) ? Number(given) : Number.NaN;
    return number >= 0 && number <= 1 ? number : undefined;
  },
};

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const throttle: ValueType<Throttle> = {
  label: "N/TIME",
  expected: "requests and time such as 5/10s",
  schema: { type: "string" },
  parse(given) {
    const match = /^(\d{1,9})\/(\d{0,6})(ms|s|m|h)$/.exec(given);
    const milliseconds = Number(match?.[2] === "" ? 1 : match?.[2]) * (UNITS[match?.[3] ?? ""] ?? Number.NaN);
    return match && milliseconds > 0 ? { requests: Number(match[1]), milliseconds } : undefined;
  },
};

const operations: ValueType<OperationPace> = {
  label: "N|TIME[,fail]",
  expected: "a number of looks or a time such as 2, 5s or 5s,fail",
  schema: { type: ["string", "integer"] },
  parse(given) {
    const match = /^(\d{1,9})(ms|s|m|h)?(,fail)?$/.exec(given);
    if (!match) return undefined;
    const [, number, unit, fails] = match;
    const end =
      unit === undefined ? { polls: Number(number) } : { milliseconds: Number(number) * (UNITS[unit] ?? 1) };
    return { ...end, ...(fails === undefined ? {} : { fails: true }) };
  },
};

export const PORT_OPTION = value(port, "0 takes any free port", "4010");

export const MOCK_OPTIONS = {
  port: PORT_OPTION,
  host: value(text("ADDRESS"), "the address to listen on", "127.0.0.1"),
  seed: optional(whole("N", 0, Number.MAX_SAFE_INTEGER), "repeat ids, failures and latencies exactly"),
  clock: optional(moment, "stop the clock at that moment (2021-01-31T12:00:00Z)"),
  ids: value(
    choice("MODE", ["random", "documented"]),
    "random: new GUIDs; documented: the documented id first, then others of its pattern",
    "random",
  ),
  wire: value(
    choice("MODE", ["docs", "graph"]),
    "docs: bodies as the pages show them; graph: with @odata.context and the metadata level of Accept",
    "docs",
  ),
  auth: value(
    choice("MODE", ["bearer", "off", "scopes"]),
    "bearer: any token; off: none is needed; scopes: the token's scopes against the page's permissions",
    "bearer",
  ),
  users: optional(
    path("FILE"),
    'JSON list of {"id", "userPrincipalName"}; only these users exist, the first is signed in',
  ),
  "seed-data": optional(
    path("FILE"),
    "JSON or YAML with users, and collections by path: what they hold at the start and after a reset",
  ),
  init: flag("write a starter file for --seed-data, seed-data.yaml, and stop"),
  latency: optional(latency, "wait that long before each answer"),
  "fail-rate": optional(rate, "fail that share of requests as if the service were busy (0.1)"),
  throttle: optional(throttle, "answer 429 to a user's requests beyond N in that time (5/10s)"),
  "max-objects": optional(
    whole("N", 1, 100_000_000),
    "maximum number of stored objects; the oldest are evicted (100000)",
  ),
  "max-bytes": optional(
    whole("N", 1, Number.MAX_SAFE_INTEGER),
    "maximum bytes of stored files and photos; the oldest are evicted (268435456)",
  ),
  operations: optional(operations, "let long-running operations end after so many looks or that time (1)"),
  "allow-callbacks": list(
    text("HOST"),
    "send change notifications to that host, too, not to this machine alone",
  ),
  state: optional(path("FILE"), "keep the state in that file from run to run"),
  watch: flag("follow changes of the files without losing state"),
  "admin-token": optional(
    { ...text("TOKEN"), secret: true },
    "open /_mock to other machines that send it (or the variable GRAPH_CONTRACTS_ADMIN_TOKEN)",
  ),
  quiet: flag("print no line for each request"),
} as const;

export interface MockCommandOptions {
  readonly paths: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly stateFile: string | undefined;
  readonly watch: boolean;
  readonly quiet: boolean;
  /** A starter file for seed data is all that is wanted. */
  readonly init: boolean;
  readonly mock: Omit<MockOptions, "document" | "contracts">;
}

/** What `createMock` and the server want, from the values of the table. */
export async function mockOptions(
  line: CommandLine<typeof MOCK_OPTIONS>,
  io: Io,
): Promise<MockCommandOptions> {
  const { values } = line;
  const users = values.users === undefined ? undefined : await readUsers(values.users, io);
  const seedData =
    values["seed-data"] === undefined ? undefined : await loadSeedData(values["seed-data"], io);
  const { clock } = values;
  const adminToken = values["admin-token"] ?? io.env.GRAPH_CONTRACTS_ADMIN_TOKEN;
  return {
    paths: sourcesOf(line),
    host: values.host,
    port: values.port,
    stateFile: values.state === undefined ? undefined : resolve(io.cwd, values.state),
    watch: values.watch,
    quiet: values.quiet,
    init: values.init,
    mock: {
      ids: values.ids,
      auth: values.auth,
      wire: values.wire,
      ...(values.seed === undefined ? {} : { seed: values.seed }),
      ...(users ? { users } : {}),
      ...(seedData ? { seedData } : {}),
      ...(clock ? { clock: () => clock, fixedClock: true } : {}),
      ...(values.latency === undefined ? {} : { latency: values.latency }),
      ...(values["fail-rate"] === undefined ? {} : { failRate: values["fail-rate"] }),
      ...(values.throttle === undefined ? {} : { throttle: values.throttle }),
      ...(values["max-objects"] === undefined ? {} : { maxObjects: values["max-objects"] }),
      ...(values["max-bytes"] === undefined ? {} : { maxBytes: values["max-bytes"] }),
      ...(values.operations === undefined ? {} : { operations: values.operations }),
      ...(values["allow-callbacks"].length === 0 ? {} : { allowCallbacks: values["allow-callbacks"] }),
      ...(adminToken ? { adminToken } : {}),
    },
  };
}

async function readUsers(path: string, io: Io): Promise<readonly User[]> {
  const content = await readFile(resolve(io.cwd, path), "utf8").catch(() => {
    throw new UsageError(`${path} cannot be read; --users names a JSON file`);
  });
  let users: unknown;
  try {
    users = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(users) || users.length === 0 || !users.every(isUser)) {
    throw new UsageError(`${path} lists no users; expected [{"id": "...", "userPrincipalName": "..."}, ...]`);
  }
  return users;
}

function isUser(user: unknown): user is User {
  if (typeof user !== "object" || user === null) return false;
  const { id, userPrincipalName } = user as Partial<Record<keyof User, unknown>>;
  return (
    typeof id === "string" && id !== "" && typeof userPrincipalName === "string" && userPrincipalName !== ""
  );
}
