import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProxy, JUDGED_BYTES } from "../contracts/node/index.ts";
import type { Mock } from "../mock/index.ts";
import { behavesAsMock } from "../mock/testing/behaviour.ts";
import type { Form } from "../mock/testing/stage.ts";
import { serveMock } from "./commands/mock/serve.ts";

behavesAsMock("a served port", serve);

behavesAsMock("behind the proxy", async (mock) => {
  const served = await serve(mock);
  const proxy = createProxy({
    upstream: new URL(`${served.origin}/beta`),
    document: mock.api.document,
    citation: (source) => ({ kind: "page", source, display: `${source.page}:${source.line}` }),
    fail: false,
    record: false,
    timeoutMs: 30_000,
    judgedBytes: JUDGED_BYTES,
    onEvent: () => {},
  });
  const server = createServer({ maxHeaderSize: 64 * 1024 }, proxy.listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fetch: (request) => fetch(request),
    dropped: 502,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      proxy.close();
      await served.close();
    },
  };
});

async function serve(mock: Mock): Promise<Form> {
  const { origin, close } = await serveMock(mock, "127.0.0.1", 0);
  return { origin, fetch: (request) => fetch(request), dropped: "rejects", close };
}
