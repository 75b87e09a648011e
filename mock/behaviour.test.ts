import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";
import { handlers } from "./msw.ts";
import { behavesAsMock } from "./testing/behaviour.ts";

behavesAsMock("app.request()", async (mock) => ({
  origin: "http://localhost",
  fetch: async (request) => mock.request(request),
  dropped: "rejects",
  close: async () => {},
}));

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
let mocks = 0;

// One server patches `fetch` once, so mocks that are there at the same time have an origin each.
behavesAsMock("Mock Service Worker", async (mock) => {
  mocks += 1;
  const origin = `https://graph-${mocks}.microsoft.example`;
  server.use(...handlers(mock, { baseUrl: origin }));
  return { origin, fetch: (request) => fetch(request), dropped: "rejects", close: async () => {} };
});
