/** What a server of the bench is asked and keeps, and how one may differ from the plain one. */
import type http from "node:http";
import type { Reply } from "../reference.ts";
import type { Thing } from "./thing.ts";

export interface Ask {
  readonly method: string;
  /** Without the base; `/users/{id}` of the caller is written `/me`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** Who asks: empty without a token. */
  readonly user: string;
  readonly collection: string | undefined;
  readonly id: string | undefined;
  readonly count: number;
  /** Asked below `/users/{id}`. */
  readonly byUser: boolean;
}

/** What a server keeps: the objects of each collection by their full path, and a log of changes for delta. */
export class Store {
  readonly things = new Map<string, Thing[]>();
  readonly members = new Map<string, string[]>();
  readonly log: { at: string; id: string; gone: boolean }[] = [];
  made = 0;

  of(key: string): Thing[] {
    const known = this.things.get(key) ?? [];
    this.things.set(key, known);
    return known;
  }
}

/** How a server differs from the plain one. */
export interface Quirk {
  /** Answers some requests in another way. */
  handle?(ask: Ask, next: (ask?: Ask) => Reply, store: Store): Reply;
  /** What is kept of a body. */
  keep?(thing: Thing, ask: Ask, store: Store): Thing;
  newId?(store: Store, key: string): string;
  pageSize?: number;
  /** So many milliseconds pass before a change shows. */
  lagMs?: number;
  /** Objects that are there before anything is created. */
  before?: number;
  insistsOnETag?: boolean;
}
