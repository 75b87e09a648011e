import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../cli.ts";
import { packageRoot } from "../files/package-root.ts";
import type { Io } from "../terminal/io.ts";

/** An Io that keeps what is written and calls back with all of it. */
function recording(stop: AbortController, seen: (text: string) => void = () => undefined) {
  const text = { out: "", err: "" };
  const keep = (name: "out" | "err") => ({
    write: (added: string) => {
      text[name] += added;
      if (name === "out") seen(text.out);
    },
    isTTY: false,
    color: false,
    columns: 80,
  });
  const io: Io = {
    cwd: packageRoot(),
    env: {},
    stdout: keep("out"),
    stderr: keep("err"),
    signal: stop.signal,
  };
  return { io, text };
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

describe("start", () => {
  it("extracts, verifies the mock and serves until it is stopped", async () => {
    const stop = new AbortController();
    let status: Promise<number> | undefined;
    const { io, text } = recording(stop, (out) => {
      const base = /at (http:\S+\/beta)\n/.exec(out)?.[1];
      if (base === undefined || status !== undefined || !out.includes("Ctrl-C")) return;
      status = fetch(`${base}/me/profile`, {
        method: "POST",
        headers: { Authorization: "Bearer token", "Content-Type": "application/json" },
        body: "{}",
      }).then((response) => {
        stop.abort();
        return response.status;
      });
    });
    expect(await main(["start", "--port", "0"], io)).toBe(0);
    expect(await status).toBe(201);
    expect(text.out).toMatch(/^Pages {8}1 page .*\nOperations {3}2 operations\nContracts {4}\d+ contracts?/);
    expect(text.out).toMatch(/\nVerdict {6}the mock conforms: all \d+ checks passed, by Dredd/);
    expect(text.out).toMatch(/\nTry: curl -i -X POST /);
    expect(text.err).toBe("");
  });

  it("tells of a port that is taken in one line", async () => {
    const server = createServer();
    closing.push(() => void server.close());
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { io, text } = recording(new AbortController());
    expect(await main(["start", "--port", String(port)], io)).toBe(2);
    expect(text.err).toMatch(new RegExp(`^graph-contracts start: port ${port} is in use[^\n]*\n$`));
    expect(text.out).toBe("");
  });

  it("refuses options that it does not have", async () => {
    const { io, text } = recording(new AbortController());
    expect(await main(["start", "--fast"], io)).toBe(2);
    expect(text.err.trim().split("\n")).toHaveLength(1);
  });
});
