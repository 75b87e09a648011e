/** The part of Dredd 14 that the driver uses; the package carries no types of its own. */
declare module "dredd" {
  import type { EventEmitter } from "node:events";

  export interface Transaction {
    name: string;
    id: string;
    host: string | null;
    port: string | null;
    protocol: string;
    fullPath: string;
    request: {
      method: string;
      uri: string;
      headers: Record<string, string>;
      body?: string;
      bodyEncoding?: "utf-8" | "base64";
    };
    expected: { statusCode?: string; headers: Record<string, string>; body?: string; bodySchema?: object };
    real?: {
      statusCode: number;
      headers: Record<string, string>;
      body?: string;
      bodyEncoding?: "utf-8" | "base64";
    };
    origin: object;
    skip: boolean;
    /** A reason: the transaction fails with it. */
    fail?: string | boolean;
  }

  export interface Test {
    /** The transaction's id. */
    title: string;
    message: string;
  }

  export interface Hooks {
    beforeAll(hook: (transactions: Transaction[]) => void): void;
    beforeEach(hook: (transaction: Transaction, done: () => void) => void): void;
    beforeEachValidation(hook: (transaction: Transaction, done: () => void) => void): void;
  }

  export interface Stats {
    tests: number;
    failures: number;
    errors: number;
    passes: number;
    skipped: number;
  }

  export interface Configuration {
    endpoint: string;
    apiDescriptions: { location: string; content: string }[];
    hookfiles: string[];
    emitter: EventEmitter;
    loglevel: "silent";
    color: boolean;
    custom: { cwd: string; install: (hooks: Hooks) => void };
  }

  export default class Dredd {
    constructor(configuration: Configuration);
    run(callback: (error: Error | null, stats: Stats) => void): void;
  }
}
