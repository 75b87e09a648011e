import { afterEach, describe, expect, it } from "vitest";
import { EXAMPLE, family, interaction, run, serve as serveThings } from "./testing/things.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(...args: Parameters<typeof serveThings>): ReturnType<typeof serveThings> {
  const server = await serveThings(...args);
  closing.push(server.close);
  return server;
}

describe("verify with operations that need one another", () => {
  it("creates first, reads and changes what was created, and deletes at the end", async () => {
    const { url, log } = await serve();
    const verdict = await run(url, [family()]);
    const failed = verdict.results.filter(({ outcome }) => outcome !== "passed");
    expect(failed.map(({ check, findings }) => [check.id, findings[0]?.actual])).toEqual([]);
    expect(verdict.outcome).toBe("conforms");
    const documented = log.filter((line) => !line.includes("documented-id"));
    expect(documented.slice(0, 3).map((line) => line.split(" ")[0])).toEqual(["POST", "GET", "PATCH"]);
    expect(log.at(-1)).toMatch(/^DELETE \/things\/t\d+ 204$/);
  });

  it("judges nested values by their own schema", async () => {
    const { url } = await serve((one) => ({
      ...one,
      parts: [{ id: "1", parent: { id: "2", size: "large" } }],
    }));
    const verdict = await run(url, [family()], ["documented"]);
    expect(verdict.outcome).toBe("deviates");
    const found = verdict.results.find(({ check }) => check.id === "getThing/documented")?.findings[0];
    expect(found).toMatchObject({
      rule: "schema",
      message: "'parts/0/parent/size' must be integer",
      actual: '"large"',
    });
  });

  it("charges a page that contradicts itself, not the server", async () => {
    const { url } = await serve((one) => ({ ...one, size: "1" }));
    const verdict = await run(url, [family({ ...EXAMPLE, size: "1" })], ["documented"]);
    const result = verdict.results.find(({ check }) => check.id === "getThing/documented");
    expect(result).toMatchObject({
      outcome: "passed",
      setAside: [{ path: "size", message: "must be integer", citations: [{ source: { line: 20 } }] }],
    });
    expect(verdict.outcome).toBe("conforms");
    const other = await run(url, [family()], ["documented"]);
    expect(other.outcome).toBe("deviates");
  });
});

describe("verify and the objects of a run", () => {
  const [first] = family().interactions;
  const deletes = interaction({
    ...{ operationId: "deleteThing", method: "DELETE", path: "/things/documented-id", status: 204 },
  });
  const withTwoDeletes = {
    ...family(),
    interactions: [
      ...family().interactions,
      { ...deletes, key: "another-page", description: "another page" },
    ],
  };

  it("makes anew what another page's DELETE has taken away", async () => {
    const { url, log } = await serve();
    const { results, outcome } = await run(url, [withTwoDeletes], ["documented*"]);
    expect(results.map((one) => one.outcome)).toEqual(results.map(() => "passed"));
    expect(outcome).toBe("conforms");
    const deleted = log.filter((line) => line.startsWith("DELETE") && line.endsWith("204"));
    expect(new Set(deleted).size).toBe(2);
  });

  it("does not judge a second DELETE of what nothing makes anew", async () => {
    const { url } = await serve();
    const only = {
      ...family(),
      interactions: withTwoDeletes.interactions.filter((one) => one.request.method === "DELETE"),
    };
    const [made] = (await run(url, [family()], ["postThings/documented"])).created;
    const { results } = await run(url, [only], ["documented*"], { parameters: { thingId: made?.id ?? "" } });
    expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["passed", undefined],
      ["skipped", "not judged: another check deleted the object, and no documented request makes it anew"],
    ]);
  });

  it("does not judge an object that nobody named and nothing made, and says what to do", async () => {
    const { url } = await serve();
    const reading = {
      ...family(),
      interactions: family().interactions.filter((one) => one !== first && one.request.method === "GET"),
    };
    const { results, outcome, reason } = await run(url, [reading], ["documented", "refuse-no-token"]);
    expect(results.map((one) => one.outcome)).toEqual(["skipped", "passed"]);
    expect(outcome).toBe("incomplete");
    expect(reason).toContain("--param thingId=VALUE");
    const given = await run(url, [reading], ["documented"], {
      parameters: { "/things/{thingId}:thingId": "none" },
    });
    expect(given.outcome).toBe("deviates");
  });

  it("waits a moment for what was made to be known", async () => {
    const { url } = await serve((one) => one, { lagMs: 200 });
    const { results } = await run(url, [family()], ["documented"]);
    expect(results.map((one) => one.outcome)).toEqual(results.map(() => "passed"));
  });

  it.each(["GET", "PATCH", "DELETE"])("fails a %s that asks for no token", async (method) => {
    const { url } = await serve((one) => one, { open: [method] });
    const { results } = await run(url, [family()], ["documented", "refuse-no-token"]);
    const failed = results
      .filter(({ outcome }) => outcome === "failed")
      .map(({ check }) => check.operation.method);
    expect(failed).toEqual([method]);
  });
});
