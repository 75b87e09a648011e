/** Made-up pages with every kind of flow, on resources that no real page names: what is recognised must be the pattern. */
import { recordContracts } from "../../contracts/index.ts";
import { extract } from "../../spec/index.ts";
import type { Artefacts } from "../options.ts";

const BASE = "https://graph.microsoft.com/beta";
const JSON_TYPE = "Content-Type: application/json";

interface Exchange {
  readonly templates: readonly string[];
  readonly request: string;
  readonly response: string;
  /** Sections before the example. */
  readonly text?: string;
}

function page({ templates, request, response, text = "" }: Exchange): string {
  const fence = (body: string) => `\`\`\`http\n${body}\n\`\`\`\n`;
  return [
    `# Page\n\nNamespace: microsoft.graph\n\n## HTTP request\n<!-- { "blockType": "ignored" } -->\n${fence(templates.join("\n"))}`,
    text,
    `## Example\n<!-- { "blockType": "request", "name": "one" } -->\n${fence(request)}`,
    `<!-- { "blockType": "response", "truncated": true, "@odata.type": "microsoft.graph.gadget" } -->\n${fence(response)}`,
  ].join("\n");
}

const json = (status: string, body: object, headers = "") =>
  `HTTP/1.1 ${status}\n${JSON_TYPE}\n${headers}\n${JSON.stringify(body)}`;

const GADGET = { id: "42", name: "Sprocket", size: 3 };
const FILE = {
  id: "F1",
  name: "plan.txt",
  size: 9,
  file: { mimeType: "text/plain" },
  "@microsoft.graph.downloadUrl": "https://elsewhere.example/plan",
};

const EXCHANGES: Readonly<Record<string, Exchange>> = {
  "gadget-list.md": {
    templates: ["GET /me/gadgets", "GET /users/{userId}/gadgets"],
    request: `GET ${BASE}/me/gadgets`,
    response: json("200 OK", { "@odata.nextLink": `${BASE}/me/gadgets?$skiptoken=X`, value: [GADGET] }),
  },
  "gadget-create.md": {
    templates: ["POST /me/gadgets"],
    request: `POST ${BASE}/me/gadgets\n${JSON_TYPE}\n\n{"name": "Sprocket", "size": 3}`,
    response: json("201 Created", GADGET),
  },
  "gadget-get.md": {
    templates: ["GET /me/gadgets/{id}"],
    request: `GET ${BASE}/me/gadgets/42`,
    response: json("200 OK", GADGET),
  },
  "gadget-update.md": {
    templates: ["PATCH /me/gadgets/{id}"],
    request: `PATCH ${BASE}/me/gadgets/42\n${JSON_TYPE}\n\n{"name": "Cog"}`,
    response: json("200 OK", { ...GADGET, name: "Cog" }),
  },
  "gadget-delete.md": {
    templates: ["DELETE /me/gadgets/{id}"],
    request: `DELETE ${BASE}/me/gadgets/42`,
    response: "HTTP/1.1 204 No Content",
  },
  "gadget-delta.md": {
    templates: ["GET /me/gadgets/delta"],
    request: `GET ${BASE}/me/gadgets/delta`,
    response: json("200 OK", { "@odata.nextLink": `${BASE}/me/gadgets/delta?$skiptoken=Y`, value: [GADGET] }),
  },
  "part-upload.md": {
    templates: ["POST /me/gadgets/{id}/parts/createUploadSession"],
    request: `POST ${BASE}/me/gadgets/42/parts/createUploadSession\n${JSON_TYPE}\n\n{"PartItem": {"name": "bolt", "size": 9}}`,
    response: json("200 OK", {
      uploadUrl: "https://elsewhere.example/up/1",
      expirationDateTime: "2021-01-01T00:00:00Z",
      nextExpectedRanges: ["0-"],
    }),
  },
  "part-get.md": {
    templates: ["GET /me/gadgets/{id}/parts/{partId}"],
    request: `GET ${BASE}/me/gadgets/42/parts/7`,
    response: json("200 OK", { id: "AAMk7", name: "bolt", size: 1, isInline: false }),
  },
  "part-content.md": {
    templates: ["GET /me/gadgets/{id}/parts/{partId}/$value"],
    request: `GET ${BASE}/me/gadgets/42/parts/7/$value`,
    response: "HTTP/1.1 200 OK\nContent-Type: application/octet-stream\n\nbolt",
  },
  "file-session.md": {
    templates: [
      "POST /me/drive/root:/{item-path}:/createUploadSession",
      "POST /me/drive/items/{item-id}/createUploadSession",
    ],
    request: `POST ${BASE}/me/drive/root:/plan.txt:/createUploadSession\n${JSON_TYPE}\n\n{"item": {"name": "plan.txt"}}`,
    response: json("200 OK", {
      uploadUrl: "https://elsewhere.example/up/2",
      expirationDateTime: "2021-01-01",
    }),
  },
  "file-get.md": {
    templates: ["GET /me/drive/items/{item-id}"],
    request: `GET ${BASE}/me/drive/items/F1`,
    response: json("200 OK", FILE),
  },
  "file-get-by-path.md": {
    templates: ["GET /me/drive/root:/{item-path}"],
    request: `GET ${BASE}/me/drive/root:/plan.txt`,
    response: json("200 OK", FILE),
  },
  "file-delete.md": {
    templates: ["DELETE /me/drive/items/{item-id}"],
    request: `DELETE ${BASE}/me/drive/items/F1`,
    response: "HTTP/1.1 204 No Content",
  },
  "file-children.md": {
    templates: ["GET /me/drive/root/children", "GET /me/drive/items/{item-id}/children"],
    request: `GET ${BASE}/me/drive/root/children`,
    response: json("200 OK", { value: [FILE] }),
  },
  "file-delta.md": {
    templates: ["GET /me/drive/root/delta"],
    request: `GET ${BASE}/me/drive/root/delta`,
    response: json("200 OK", {
      "@odata.deltaLink": `${BASE}/me/drive/root/delta?token=1`,
      value: [FILE, { id: "F2", name: "old.txt", deleted: { state: "softdeleted" } }],
    }),
  },
  "file-put.md": {
    templates: ["PUT /me/drive/root:/{item-path}:/content", "PUT /me/drive/items/{item-id}/content"],
    request: `PUT ${BASE}/me/drive/root:/plan.txt:/content\nContent-Type: text/plain\n\nthe plan.`,
    response: json("201 Created", FILE),
  },
  "file-content.md": {
    templates: ["GET /me/drive/items/{item-id}/content", "GET /me/drive/root:/{item-path}:/content"],
    request: `GET ${BASE}/me/drive/items/F1/content`,
    response: "HTTP/1.1 302 Found\nLocation: https://elsewhere.example/plan",
  },
  // A tree whose pages show ids alone.
  "shelf-session.md": {
    templates: ["POST /shelves/{shelf-id}/items/{item-id}/createUploadSession"],
    request: `POST ${BASE}/shelves/s1/items/F1/createUploadSession\n${JSON_TYPE}\n\n{"item": {"name": "plan.txt"}}`,
    response: json("200 OK", {
      uploadUrl: "https://elsewhere.example/up/3",
      expirationDateTime: "2021-01-01",
    }),
  },
  "shelf-get.md": {
    templates: ["GET /shelves/{shelf-id}/items/{item-id}"],
    request: `GET ${BASE}/shelves/s1/items/F1`,
    response: json("200 OK", FILE),
  },
  "shelf-content.md": {
    templates: ["GET /shelves/{shelf-id}/items/{item-id}/content"],
    request: `GET ${BASE}/shelves/s1/items/F1/content`,
    response: "HTTP/1.1 302 Found\nLocation: https://elsewhere.example/plan",
  },
  "photo-put.md": {
    templates: ["PUT /me/photo/$value"],
    request: `PUT ${BASE}/me/photo/$value\nContent-Type: image/jpeg\n\nbinary`,
    response: "HTTP/1.1 200 OK",
  },
  "photo-size.md": {
    templates: ["GET /me/photos/{size}/$value"],
    request: `GET ${BASE}/me/photos/48x48/$value`,
    response: "HTTP/1.1 200 OK\nContent-Type: image/jpeg\n\nsmall",
  },
  "photo-get.md": {
    templates: ["GET /me/photo/$value"],
    request: `GET ${BASE}/me/photo/$value`,
    response: "HTTP/1.1 200 OK\nContent-Type: image/jpeg\n\nbinary",
  },
  "gadget-copy.md": {
    templates: ["POST /me/gadgets/{id}/copy"],
    request: `POST ${BASE}/me/gadgets/42/copy\n${JSON_TYPE}\n\n{"name": "Copy"}`,
    response: "HTTP/1.1 202 Accepted\nLocation: https://elsewhere.example/monitor/1",
  },
  "gadget-archive.md": {
    templates: ["POST /me/gadgets/{id}/archive"],
    request: `POST ${BASE}/me/gadgets/42/archive`,
    response: "HTTP/1.1 202 Accepted\nLocation: /me/gadgets({id})/operations({opId})",
  },
  "gadget-operation.md": {
    templates: ["GET /me/gadgets/{id}/operations/{operationId}"],
    request: `GET ${BASE}/me/gadgets/42/operations/9`,
    response: json("200 OK", { id: "9", operationType: "archive", status: "succeeded", attemptsCount: 1 }),
  },
  "watch-create.md": {
    templates: ["POST /subscriptions"],
    request: `POST ${BASE}/subscriptions\n${JSON_TYPE}\n\n${JSON.stringify({
      changeType: "created,updated",
      notificationUrl: "https://webhook.example/notify",
      resource: "/me/gadgets",
      expirationDateTime: "2016-11-20T18:23:45.9356913Z",
      clientState: "state",
    })}`,
    response: json("201 Created", {
      id: "7f105c7d-2dc5-4530-97cd-4e7ae6534c07",
      resource: "/me/gadgets",
      changeType: "created,updated",
      clientState: "state",
      notificationUrl: "https://webhook.example/notify",
      expirationDateTime: "2016-11-20T18:23:45.9356913Z",
    }),
  },
  "watch-get.md": {
    templates: ["GET /subscriptions/{id}"],
    request: `GET ${BASE}/subscriptions/7f105c7d-2dc5-4530-97cd-4e7ae6534c07`,
    response: json("200 OK", { id: "7f105c7d-2dc5-4530-97cd-4e7ae6534c07", resource: "/me/gadgets" }),
  },
  "watch-update.md": {
    templates: ["PATCH /subscriptions/{id}"],
    request: `PATCH ${BASE}/subscriptions/7f105c7d\n${JSON_TYPE}\n\n{"expirationDateTime": "2016-11-22T18:23:45.9356913Z"}`,
    response: json("200 OK", { id: "7f105c7d", expirationDateTime: "2016-11-22T18:23:45.9356913Z" }),
  },
  "watch-delete.md": {
    templates: ["DELETE /subscriptions/{id}"],
    request: `DELETE ${BASE}/subscriptions/7f105c7d`,
    response: "HTTP/1.1 204 No Content",
  },
};

/** What the mock answers from, over these pages. */
export function gadgetArtefacts(): Artefacts {
  const pages = Object.entries(EXCHANGES).map(([name, exchange]) => ({ name, text: page(exchange) }));
  const { model, document } = extract(pages);
  return { document, contracts: recordContracts(model, document) };
}
