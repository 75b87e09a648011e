import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createMock, type Mock } from "../../../mock/index.ts";
import { DESCRIPTION } from "../../../mock/testing/description.ts";
import { type Served, serveMock } from "./serve.ts";

const open: Served[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((served) => served.close()));
});

async function serve(mock: Mock = createMock({ document: DESCRIPTION })): Promise<Served> {
  const served = await serveMock(mock, "127.0.0.1", 0);
  open.push(served);
  return served;
}

const CREATE = {
  method: "POST",
  headers: { authorization: "Bearer token", "content-type": "application/json" },
  body: "{}",
};

describe("a served mock", () => {
  it("answers over HTTP with the header fields of the engine", async () => {
    const { origin } = await serve();
    const response = await fetch(`${origin}/beta/me/profile`, CREATE);
    expect(response.status).toBe(201);
    expect(response.headers.get("odata-version")).toBe("4.0");
    expect(Number(response.headers.get("content-length"))).toBe((await response.text()).length);
  });

  it("leaves it to clients to end a connection that is idle", async () => {
    const { origin, port } = await serve();
    const response = await fetch(`${origin}/beta/me/profile`, CREATE);
    expect(response.headers.get("keep-alive")).toBeNull();
    const idle = connect(port, "127.0.0.1");
    const answers: string[] = [];
    idle.on("data", (chunk: Buffer) => answers.push(chunk.toString("latin1", 0, 12)));
    for (let n = 0; n < 2; n += 1) {
      idle.write("GET /beta/me/contacts HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    idle.destroy();
    expect(answers).toEqual(["HTTP/1.1 401", "HTTP/1.1 401"]);
  });

  it("names a port that is taken in one line", async () => {
    const { port } = await serve();
    await expect(serveMock(createMock({ document: DESCRIPTION }), "127.0.0.1", port)).rejects.toThrow(
      `port ${port} is in use; stop what listens there or choose another with --port`,
    );
  });

  it.each([
    "GET /beta/me/profile HTTP/1.0\r\n\r\n",
    "GET /_mock/state HTTP/1.0\r\n\r\n",
    "GET /beta/me/profile HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
    "GET /beta/me/profile HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  ])("refuses %j with 400", async (text) => {
    const { port } = await serve();
    const answer = await new Promise<string>((resolve) => {
      let said = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk: Buffer) => {
        said += chunk.toString("latin1");
      });
      socket.on("close", () => resolve(said));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"BadRequest"');
  });

  it("breaks a connection on command", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const { origin } = await serve(mock);
    mock.faults.set([{ drop: true }]);
    await expect(fetch(`${origin}/beta/me/profile`, CREATE)).rejects.toThrow();
    expect((await fetch(`${origin}/beta/me/profile`, CREATE)).status).toBe(201);
  });

  it("refuses a long body before it has come, and a long one without a length while it comes", async () => {
    const { origin } = await serve();
    const body = `{"text":"${"x".repeat(4 * 1024 * 1024)}"}`;
    expect((await fetch(`${origin}/beta/me/profile`, { ...CREATE, body })).status).toBe(413);
    expect(
      await chunked(`${origin}/beta/me/profile`, [body.slice(0, 3_000_000), body.slice(3_000_000)]),
    ).toBe(413);
    expect(await chunked(`${origin}/beta/me/profile`, ['{"a":', "1}"])).toBe(201);
  });

  it("reads a body in many pieces, whatever characters they cut", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const { port } = await serve(mock);
    const body = Buffer.from(JSON.stringify({ displayName: "Zoë 🦔" }));
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", async () => {
        socket.write(
          `POST /beta/me/profile HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer token\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`,
        );
        for (const byte of body) {
          await new Promise((next) => setTimeout(next, 1));
          socket.write(Uint8Array.of(byte));
        }
      });
      socket.once("close", () => resolve());
      socket.resume();
    });
    const [profiles] = Object.values(mock.state.snapshot().collections);
    expect(Object.values(profiles ?? {})).toMatchObject([{ displayName: "Zoë 🦔" }]);
  });

  it("takes a snapshot that is longer than any body of the API may be", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const { origin } = await serve(mock);
    const items = { a: { id: "a", text: "x".repeat(5 * 1024 * 1024) } };
    const snapshot = { version: 1, collections: { "/users/1/profile": items } };
    const response = await fetch(`${origin}/_mock/state`, { method: "PUT", body: JSON.stringify(snapshot) });
    expect(response.ok).toBe(true);
    expect(mock.state.size).toBe(1);
  });

  it("goes on when a client leaves in the middle of a body", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const { origin, port } = await serve(mock);
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write(
          'POST /beta/me/profile HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"a":',
          () => socket.destroy(),
        );
      });
      socket.once("close", () => resolve());
    });
    expect((await fetch(`${origin}/beta/me/profile`, CREATE)).status).toBe(201);
    expect(mock.log.entries().map(({ status }) => status)).toEqual([201]);
  });

  it("bounds header fields", async () => {
    const { origin } = await serve();
    const headers = { ...CREATE.headers, "x-long": "x".repeat(20_000) };
    expect((await fetch(`${origin}/beta/me/profile`, { ...CREATE, headers })).status).toBe(431);
  });

  it("finishes what runs before it closes, event streams apart", async () => {
    const mock = createMock({ document: DESCRIPTION });
    const served = await serveMock(mock, "127.0.0.1", 0);
    const events = await fetch(`${served.origin}/_mock/events`);
    const running = fetch(`${served.origin}/beta/me/profile`, {
      ...CREATE,
      headers: { ...CREATE.headers, prefer: "delay=300" },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    mock.close();
    const closed = served.close();
    expect((await running).status).toBe(201);
    await closed;
    await events.text();
    await expect(fetch(`${served.origin}/beta/me/profile`, CREATE)).rejects.toThrow();
  });

  it("survives what is no HTTP", async () => {
    const { port, origin } = await serve();
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.end("\u0000\u0001 nonsense\r\n\r\n"));
      socket.once("close", () => resolve());
      socket.resume();
    });
    expect((await fetch(`${origin}/beta/me/profile`, CREATE)).status).toBe(201);
  });
});

/** Sends pieces without a Content-Length and answers with the status. */
function chunked(url: string, pieces: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: CREATE.headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}
