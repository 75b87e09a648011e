/** The mock's own API as an OpenAPI document, served at `/_mock/admin.openapi.json`. */
const json = (schema: object) => ({ content: { "application/json": { schema } } });
const answer = (description: string, schema: object) => ({ description, ...json(schema) });
const done = { "204": { description: "Done." } };
const refused = { "400": answer("Not understood; the message says what is wrong.", ref("Problem")) };

function ref(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

export const ADMIN_DOCUMENT = {
  openapi: "3.0.3",
  info: {
    title: "graph-contracts mock: seeing and steering",
    version: "1",
    description:
      "Answers this machine alone, unless the mock was started with an admin token. Pages of another origin are refused.",
    license: { name: "MIT", url: "https://opensource.org/license/mit" },
  },
  servers: [{ url: "/_mock" }],
  security: [{}, { adminToken: [] }],
  paths: {
    "/state": {
      get: {
        operationId: "readState",
        summary: "What clients created and changed",
        responses: { "200": answer("The state.", ref("State")) },
      },
      put: {
        operationId: "replaceState",
        summary: "Replace the state by a snapshot",
        requestBody: { required: true, ...json(ref("State")) },
        responses: { ...done, ...refused },
      },
    },
    "/reset": {
      post: {
        operationId: "reset",
        summary: "Forget state, log and faults; seeded sequences begin anew",
        responses: done,
      },
    },
    "/log": {
      get: {
        operationId: "readLog",
        summary: "The last exchanges, oldest first, tokens taken out",
        responses: {
          "200": answer("The log.", {
            type: "object",
            required: ["exchanges"],
            properties: { exchanges: { type: "array", items: ref("LogEntry") } },
          }),
        },
      },
      delete: { operationId: "clearLog", summary: "Forget the exchanges", responses: done },
    },
    "/events": {
      get: {
        operationId: "followLog",
        summary:
          "Server-sent events: 'exchange' with what happened, 'reset', 'description' when pages changed",
        responses: {
          "200": {
            description: "The stream.",
            content: { "text/event-stream": { schema: { type: "string" } } },
          },
        },
      },
    },
    "/faults": {
      get: {
        operationId: "readFaults",
        summary: "Faults that are set, with the requests that each is still for",
        responses: { "200": answer("The faults.", ref("Faults")) },
      },
      put: {
        operationId: "setFaults",
        summary: "Replace all faults",
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: ref("Faults"),
              example: { faults: [{ method: "POST", path: "/me/profile", status: 429, times: 2 }] },
            },
          },
        },
        responses: { ...done, ...refused },
      },
      delete: { operationId: "clearFaults", summary: "No faults any more", responses: done },
    },
    "/notifications": {
      get: {
        operationId: "readNotifications",
        summary: "Change notifications, oldest first, with what came back",
        responses: {
          "200": answer("The notifications.", {
            type: "object",
            required: ["notifications"],
            properties: { notifications: { type: "array", items: ref("Notification") } },
          }),
        },
      },
      delete: { operationId: "clearNotifications", summary: "Forget the notifications", responses: done },
    },
    "/subscriptions/{id}/lifecycle": {
      post: {
        operationId: "sendLifecycleNotification",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        summary: "Tell the subscriber of an event in the life of the subscription",
        requestBody: { required: true, ...json(ref("Lifecycle")) },
        responses: { ...done, ...refused },
      },
    },
    "/operations": {
      get: {
        operationId: "readOperationPace",
        summary: "When long-running operations end, and how",
        responses: { "200": answer("The pace.", ref("OperationPace")) },
      },
      put: {
        operationId: "setOperationPace",
        summary: "For operations that end from now on",
        requestBody: { required: true, ...json(ref("OperationPace")) },
        responses: { ...done, ...refused },
      },
    },
    "/openapi.json": {
      get: {
        operationId: "readDescription",
        summary: "The description that the mock answers from",
        responses: { "200": answer("An OpenAPI document.", { type: "object" }) },
      },
    },
    "/admin.openapi.json": {
      get: {
        operationId: "readAdminDescription",
        summary: "This document",
        responses: { "200": answer("An OpenAPI document.", { type: "object" }) },
      },
    },
  },
  components: {
    securitySchemes: { adminToken: { type: "http", scheme: "bearer" } },
    schemas: {
      State: {
        type: "object",
        required: ["version"],
        properties: {
          version: { type: "integer", enum: [1] },
          collections: {
            type: "object",
            description: "Path of the collection, then key of the object.",
            additionalProperties: { type: "object", additionalProperties: { type: "object" } },
          },
          singletons: { type: "object", additionalProperties: { type: "object" } },
          deleted: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
          counters: { type: "object", additionalProperties: { type: "integer" } },
        },
      },
      Faults: {
        type: "object",
        required: ["faults"],
        properties: { faults: { type: "array", items: ref("Fault") } },
      },
      Fault: {
        type: "object",
        additionalProperties: false,
        properties: {
          method: { type: "string", description: "Any where it is left out." },
          path: {
            type: "string",
            description: "Below the version; * stands for anything. Any where it is left out.",
          },
          times: { type: "integer", minimum: 1, default: 1 },
          status: { type: "integer", minimum: 400, maximum: 599 },
          delay: { type: "integer", minimum: 0, maximum: 600_000, description: "Milliseconds." },
          drop: { type: "boolean", description: "The connection breaks without an answer." },
        },
      },
      Lifecycle: {
        type: "object",
        required: ["lifecycleEvent"],
        properties: {
          lifecycleEvent: {
            type: "string",
            enum: ["reauthorizationRequired", "missed", "subscriptionRemoved"],
          },
        },
      },
      Notification: {
        type: "object",
        required: ["number", "time", "url", "body", "state", "attempts"],
        properties: {
          number: { type: "integer" },
          time: { type: "string", format: "date-time" },
          url: { type: "string" },
          body: { type: "object", description: "As it was sent." },
          state: {
            type: "string",
            enum: ["collected", "waiting", "delivered", "given up"],
            description: "Collected: nothing may be sent to the address (--allow-callbacks).",
          },
          attempts: {
            type: "array",
            items: {
              type: "object",
              properties: { status: { type: "integer" }, failure: { type: "string" } },
            },
          },
        },
      },
      OperationPace: {
        type: "object",
        additionalProperties: false,
        properties: {
          polls: { type: "integer", minimum: 0, description: "Looks that still find it running." },
          milliseconds: {
            type: "integer",
            minimum: 0,
            description: "Time that it takes, by the mock's clock.",
          },
          fails: { type: "boolean", description: "Whether it fails in the end." },
        },
      },
      LogEntry: {
        type: "object",
        required: ["number", "time", "method", "url", "status", "duration", "request", "response"],
        properties: {
          number: { type: "integer" },
          time: { type: "string", format: "date-time" },
          method: { type: "string" },
          url: { type: "string" },
          status: { type: "integer" },
          duration: { type: "number", description: "Milliseconds." },
          operationId: { type: "string" },
          source: {
            type: "object",
            description: "The page line that the answer comes from.",
            required: ["page", "line"],
            properties: { page: { type: "string" }, line: { type: "integer" } },
          },
          reason: { type: "string", description: "What was wrong with a request that was refused." },
          request: ref("Message"),
          response: ref("Message"),
        },
      },
      Message: {
        type: "object",
        required: ["headers"],
        properties: {
          headers: { type: "object", additionalProperties: { type: "string" } },
          body: { type: "string" },
        },
      },
      Problem: {
        type: "object",
        required: ["error"],
        properties: {
          error: {
            type: "object",
            required: ["code", "message"],
            properties: { code: { type: "string" }, message: { type: "string" } },
          },
        },
      },
    },
  },
} as const;
