/** A description as `extract` writes them, with every kind of operation that keeps state. */
import type {
  JsonObject,
  OpenApiDocument,
  Operation,
  PathItem,
  Permissions,
  Schema,
} from "../../spec/openapi/index.ts";

const PROFILE: Schema = {
  type: "object",
  title: "profile",
  properties: {
    "@odata.type": { type: "string", enum: ["#microsoft.graph.profile"] },
    id: { type: "string", minLength: 1, readOnly: true },
    displayName: { type: "string" },
  },
  required: ["id"],
  additionalProperties: true,
  "x-key-property": "id",
};

const CONTACT: Schema = {
  type: "object",
  title: "contact",
  properties: {
    "@odata.type": { type: "string", enum: ["#microsoft.graph.contact"] },
    id: { type: "string", minLength: 1, readOnly: true },
    displayName: { type: "string" },
    age: { type: "integer", nullable: true },
  },
  required: ["id"],
  additionalProperties: false,
  "x-key-property": "id",
};

const DOCUMENTED_PROFILE: JsonObject = {
  "@odata.type": "#microsoft.graph.profile",
  id: "0abc1def-1def-0abc-ef1d-bc0aef1dbc0a",
  displayName: "Robin Sample",
};

const DOCUMENTED_CONTACT: JsonObject = {
  "@odata.type": "#microsoft.graph.contact",
  id: "AAMkAGI2THVSAAA=",
  displayName: "Kim Sample",
};

/** What reading the list of contacts asks for; nothing else asks for any. */
const SCOPES: Permissions = {
  delegatedWork: ["Contacts.Read", "Contacts.ReadWrite"],
  delegatedPersonal: [],
  application: ["Contacts.Read"],
};

export const DESCRIPTION: OpenApiDocument = {
  openapi: "3.0.3",
  info: { title: "Microsoft Graph", version: "beta" },
  servers: [{ url: "https://graph.microsoft.com/beta" }],
  security: [{ bearer: [] }],
  paths: {
    "/me/profile": profiles(31),
    "/users/{usersId}/profile": profiles(32),
    "/me/contacts": contacts(21),
    "/users/{usersId}/contacts": contacts(22),
    "/me/contacts/{contactId}": contact(23),
    "/users/{usersId}/contacts/{contactId}": contact(24),
  },
  components: {
    schemas: { "microsoft.graph.profile": PROFILE, "microsoft.graph.contact": CONTACT },
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
  },
};

function profiles(line: number): PathItem {
  return { post: operation("profile", line, { status: 201, takes: true, answer: DOCUMENTED_PROFILE }) };
}

function contacts(line: number): PathItem {
  return {
    get: operation("contact", line, { status: 200, takes: false, answer: { value: [DOCUMENTED_CONTACT] } }),
    post: operation("contact", line + 10, { status: 201, takes: true, answer: DOCUMENTED_CONTACT }),
  };
}

function contact(line: number): PathItem {
  return {
    get: operation("contact", line, { status: 200, takes: false, answer: DOCUMENTED_CONTACT }),
    patch: operation("contact", line + 10, { status: 200, takes: true, answer: DOCUMENTED_CONTACT }),
    delete: operation("contact", line + 20, { status: 204, takes: false }),
  };
}

interface LogEntry {
  readonly status: number;
  /** Whether the request has the resource as its body. */
  readonly takes: boolean;
  readonly answer?: JsonObject;
}

function operation(resource: string, line: number, { status, takes, answer }: LogEntry): Operation {
  const $ref = `#/components/schemas/microsoft.graph.${resource}`;
  const source = { page: `${resource}.md`, line };
  const isList = answer !== undefined && Array.isArray(answer.value);
  const schema: Schema = isList
    ? { type: "object", properties: { value: { type: "array", items: { $ref } } }, required: ["value"] }
    : { $ref };
  return {
    operationId: `${resource}${line}`,
    ...(takes
      ? { requestBody: { required: true, content: { "application/json": { schema: { $ref } } } } }
      : {}),
    responses: {
      [String(status)]: {
        description: "As the example shows.",
        ...(answer
          ? { content: { "application/json": { schema, examples: { one: { value: answer } } } } }
          : {}),
        "x-source": source,
      },
    },
    "x-source": source,
    ...(isList ? { "x-permissions": SCOPES } : {}),
  };
}
