import type { OpenApiDocument } from "../../../spec/openapi/index.ts";
import type { PlannedCheck } from "../../checks/plan.ts";
import type { PlannedRequest } from "../../http/message.ts";
import type { Sending } from "../wire/target.ts";
import type { Transaction } from "./dredd.ts";
import { CASE_HEADER, CONNECTION_HEADER, OBJECT_HEADER, PRECONDITION_HEADER } from "./relay.ts";

/** One request of one check: what becomes a transaction of Dredd's. */
export interface Case {
  readonly id: string;
  readonly planned: PlannedCheck;
  readonly request: PlannedRequest;
  readonly isLast: boolean;
}

export function casesOf(checks: readonly PlannedCheck[]): readonly Case[] {
  return checks.flatMap((planned) =>
    planned.requests.map((request, index) => ({
      id: `${planned.check.id}#${index + 1}`,
      planned,
      request,
      isLast: index === planned.requests.length - 1,
    })),
  );
}

export function transactionOf(
  { id, planned, request }: Case,
  endpoint: string,
  { connection, awaitsObject = false, meetsPrecondition = false }: Sending = {},
): Transaction {
  const { hostname, port, protocol } = new URL(endpoint);
  const { expect } = planned;
  const status = typeof expect.statuses === "string" ? undefined : expect.statuses[0];
  return {
    name: planned.check.title,
    id,
    host: hostname,
    port,
    protocol,
    fullPath: request.path,
    request: {
      method: request.method,
      uri: request.path,
      headers: {
        ...Object.fromEntries(request.headers),
        [CASE_HEADER]: id,
        ...(connection === undefined ? {} : { [CONNECTION_HEADER]: connection }),
        ...(awaitsObject ? { [OBJECT_HEADER]: "created" } : {}),
        ...(meetsPrecondition ? { [PRECONDITION_HEADER]: "met" } : {}),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.bodyEncoding === undefined ? {} : { bodyEncoding: request.bodyEncoding }),
    },
    expected: { ...(status === undefined ? {} : { statusCode: String(status) }), headers: {} },
    origin: {},
    skip: false,
  };
}

/**
 * A description that Dredd can read whatever the pages hold: the operation of the first check, brought down to a path, a method and a status.
 * Dredd compiles a transaction from it, which the run replaces by its own; page-sized details would only cost time (its parser is linear in
 * operations) and break on names that it does not take.
 */
export function descriptionForDredd(document: OpenApiDocument, checks: readonly PlannedCheck[]): string {
  const operation = checks[0]?.check.operation;
  const path = (operation?.path ?? "/").replace(/[{}]/g, "").replace(/[^A-Za-z0-9/._-]/g, "_");
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: document.info.title, version: document.info.version },
    paths: {
      [path]: {
        [(operation?.method ?? "GET").toLowerCase()]: {
          operationId: operation?.operationId ?? "none",
          responses: { "200": { description: "The answer." } },
        },
      },
    },
  });
}
