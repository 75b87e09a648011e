import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { RANK } from "./rank.ts";

interface Ranked {
  readonly method: string;
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

const rank = runInNewContext(`${RANK}; rank`) as (query: string, operations: readonly Ranked[]) => Ranked[];

/** Method, path and title, as the reference has them and thousands like them. */
const OPERATIONS: Ranked[] = [
  ["GET", "/applications/{id}/owners", "List owners of an application"],
  ["GET", "/groups/{id}/calendar/events", "List events"],
  ["POST", "/groups/{id}/events", "Create event"],
  ["POST", "/me/calendars/{id}/events", "Create event"],
  ["POST", "/me/events", "Create event"],
  ["POST", "/me/profile/account", "Create userAccountInformation"],
  [
    "POST",
    "/deviceManagement/windowsAutopilotDeploymentProfiles",
    "Create windowsAutopilotDeploymentProfile",
  ],
  ["POST", "/users/{id}/profile", "Create profile"],
  ["POST", "/me/profile", "Create profile"],
  ["GET", "/me/profile", "Get profile"],
  ["GET", "/education/users", "List educationUsers"],
  ["GET", "/deviceManagement/users", "List users of a device"],
  ["DELETE", "/users/{id}", "Delete a user"],
  ["GET", "/users/{id}", "Get a user"],
  ["GET", "/users/{id}/messages", "List messages"],
  ["POST", "/users", "Create user"],
  ["GET", "/users", "List users"],
  ["GET", "/me/messages", "List messages"],
  ["GET", "/me", "Get a user"],
  ["GET", "/policies/identitySecurityDefaultsEnforcementPolicy", "Get a policy"],
].map(([method = "", path = "", title = ""]) => ({
  method,
  path,
  title: title.toLowerCase(),
  text: `${method} ${path} ${title}`.toLowerCase(),
}));

describe("what is looked for among the operations", () => {
  it.each([
    ["users", "GET /users"],
    ["/users", "GET /users"],
    ["/me", "GET /me"],
    ["me", "GET /me"],
    ["list users", "GET /users"],
    ["LIST  USERS ", "GET /users"],
    ["create user", "POST /users"],
    ["create event", "POST /me/events"],
    ["create profile", "POST /me/profile"],
    ["get user", "GET /users/{id}"],
    ["delete user", "DELETE /users/{id}"],
    ["/me/me", "GET /me/messages"],
    ["policy", "GET /policies/identitySecurityDefaultsEnforcementPolicy"],
    ["post events", "POST /me/events"],
  ])("%s is %s", (query, expected) => {
    const [first] = rank(query, OPERATIONS);
    expect(`${first?.method} ${first?.path}`).toBe(expected);
  });

  it("has all the words", () => {
    expect(rank("create nothing", OPERATIONS)).toEqual([]);
    expect(rank(" ", OPERATIONS)).toEqual(OPERATIONS);
  });
});
