/** The families of the lifecycle bench: small documentation pages in our own words, made from a table. */
import type { PactFile } from "../../../../contracts/index.ts";
import { recordContracts } from "../../../../contracts/index.ts";
import { extract, type OpenApiDocument, type PageSource } from "../../../../spec/index.ts";

/** One collection of a family: where it is, and what its objects look like. */
export interface CollectionPages {
  /** Templates of the collection's path, the first of which the examples use. */
  readonly paths: readonly string[];
  readonly type: string;
  /** What the documented create sends. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What the documented change sends. */
  readonly change: Readonly<Record<string, unknown>>;
  readonly delta?: true;
  /** Names of members that are added by reference. */
  readonly members?: string;
}

export interface Family {
  readonly name: string;
  readonly collections: readonly CollectionPages[];
}

export interface DocumentedFamily extends Family {
  readonly document: OpenApiDocument;
  readonly contracts: readonly PactFile[];
}

const profile = (
  name: string,
  type: string,
  body: CollectionPages["body"],
  change: CollectionPages["change"],
): CollectionPages => ({
  paths: [`/me/profile/${name}`, `/users/{id | userPrincipalName}/profile/${name}`],
  type,
  body,
  change,
});

export const FAMILIES: readonly Family[] = [
  {
    name: "profile",
    collections: [
      profile(
        "phones",
        "phoneEntry",
        { displayName: "Desk", number: "+47 22 00 00 00", isMain: true },
        { number: "+47 22 00 00 01" },
      ),
      profile(
        "talents",
        "talentEntry",
        { displayName: "Rowing", level: 3, tags: ["water", "team"] },
        { level: 4 },
      ),
      profile(
        "feasts",
        "feastEntry",
        { displayName: "Name day", date: "2001-05-17", host: { displayName: "Ola", city: "Oslo" } },
        { date: "2001-05-18" },
      ),
    ],
  },
  {
    name: "todo",
    collections: [
      {
        paths: ["/me/todo/lists"],
        type: "taskList",
        body: { displayName: "Errands", isShared: false },
        change: { isShared: true },
        delta: true,
      },
      {
        paths: ["/me/todo/lists/{listId}/tasks"],
        type: "task",
        body: { title: "Buy bread", importance: "low", isDone: false },
        change: { isDone: true },
        delta: true,
      },
      {
        paths: ["/me/todo/lists/{listId}/tasks/{taskId}/steps"],
        type: "taskStep",
        body: { displayName: "Find the shop", isChecked: false },
        change: { isChecked: true },
      },
    ],
  },
  {
    name: "units",
    collections: [
      {
        paths: ["/directory/units"],
        type: "unit",
        body: {
          displayName: "Harbour office",
          description: "All who work at the harbour",
          visibility: "Public",
        },
        change: { description: "All at the harbour" },
        members: "members",
      },
    ],
  },
];

export function documented(family: Family): DocumentedFamily {
  const pages = family.collections.flatMap(pagesOf);
  const { document, model } = extract(pages);
  return { ...family, document, contracts: recordContracts(model, document) };
}

const HOST = "https://graph.microsoft.com/v1.0";

function pagesOf(one: CollectionPages): PageSource[] {
  const [first = ""] = one.paths;
  const items = one.paths.map((path) => `${path}/{${one.type}Id}`);
  const shown = {
    id: "5b1d9c0e-7c1f-4c55-9d3c-2f6f0f6a8e11",
    createdDateTime: "2024-01-02T03:04:05Z",
    ...one.body,
  };
  const file = (name: string): string => `api-reference/v1.0/api/${one.type.toLowerCase()}-${name}.md`;
  const page = (name: string, title: string, lines: string[], options: PageOptions): PageSource => ({
    name: file(name),
    text: pageText(one, title, lines, options),
  });
  const list = { "@odata.context": `${HOST}/$metadata#things`, value: [shown] };
  const made = [
    page(
      "post",
      `Create ${one.type}`,
      one.paths.map((path) => `POST ${path}`),
      {
        name: `create_${one.type}`,
        example: `POST ${HOST}${filled(first)}`,
        body: one.body,
        status: "201 Created",
        answer: shown,
      },
    ),
    page(
      "list",
      `List ${one.type} objects`,
      one.paths.map((path) => `GET ${path}`),
      {
        name: `list_${one.type}`,
        example: `GET ${HOST}${filled(first)}`,
        status: "200 OK",
        answer: list,
        isList: true,
        query: true,
      },
    ),
    page(
      "get",
      `Get ${one.type}`,
      items.map((path) => `GET ${path}`),
      {
        name: `get_${one.type}`,
        example: `GET ${HOST}${filled(items[0] ?? "")}`,
        status: "200 OK",
        answer: shown,
      },
    ),
    page(
      "update",
      `Update ${one.type}`,
      items.map((path) => `PATCH ${path}`),
      {
        name: `update_${one.type}`,
        example: `PATCH ${HOST}${filled(items[0] ?? "")}`,
        body: one.change,
        status: "200 OK",
        answer: { ...shown, ...one.change },
      },
    ),
    page(
      "delete",
      `Delete ${one.type}`,
      items.map((path) => `DELETE ${path}`),
      {
        name: `delete_${one.type}`,
        example: `DELETE ${HOST}${filled(items[0] ?? "")}`,
        status: "204 No Content",
      },
    ),
    { name: `api-reference/v1.0/resources/${one.type.toLowerCase()}.md`, text: resourceText(one) },
  ];
  if (one.delta)
    made.push(
      page("delta", `${one.type}: delta`, [`GET ${first}/delta`], {
        name: `delta_${one.type}`,
        example: `GET ${HOST}${filled(first)}/delta`,
        status: "200 OK",
        answer: { "@odata.deltaLink": `${HOST}${filled(first)}/delta?$deltatoken=abc`, value: [shown] },
        isList: true,
      }),
    );
  if (one.members !== undefined) made.push(...memberPages(one, items[0] ?? "", one.members, page));
  return made;
}

function memberPages(
  one: CollectionPages,
  item: string,
  name: string,
  page: (name: string, title: string, lines: string[], options: PageOptions) => PageSource,
): PageSource[] {
  const at = `${HOST}${filled(item)}/${name}`;
  return [
    page("post-members", `Add a member to a ${one.type}`, [`POST ${item}/${name}/$ref`], {
      name: "add_member",
      example: `POST ${at}/$ref`,
      body: { "@odata.id": `${HOST}/users/ada` },
      status: "204 No Content",
    }),
    page("list-members", `List the members of a ${one.type}`, [`GET ${item}/${name}`], {
      name: "list_members",
      example: `GET ${at}`,
      status: "200 OK",
      answer: { value: [{ "@odata.type": "#microsoft.graph.user", id: "ada" }] },
      isList: true,
      type: "directoryObject",
    }),
    page("delete-members", `Remove a member of a ${one.type}`, [`DELETE ${item}/${name}/{memberId}/$ref`], {
      name: "remove_member",
      example: `DELETE ${at}/ada/$ref`,
      status: "204 No Content",
    }),
  ];
}

function filled(path: string): string {
  return path.replace(/\{[^}]*\}/g, "5b1d9c0e-7c1f-4c55-9d3c-2f6f0f6a8e11");
}

interface PageOptions {
  readonly name: string;
  readonly example: string;
  readonly body?: unknown;
  readonly status: string;
  readonly answer?: unknown;
  readonly isList?: true;
  readonly query?: true;
  readonly type?: string;
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const fence = "```";

function pageText(
  one: CollectionPages,
  title: string,
  lines: readonly string[],
  options: PageOptions,
): string {
  const type = `microsoft.graph.${options.type ?? one.type}`;
  const described =
    options.answer === undefined
      ? ""
      : `,\n  "@odata.type": "${options.isList ? `Collection(${type})` : type}"`;
  return [
    `---\ntitle: "${title}"\ndoc_type: "apiPageType"\n---\n\n# ${title}\n`,
    `## HTTP request\n\n<!-- { "blockType": "ignored" } -->\n${fence}http\n${lines.join("\n")}\n${fence}\n`,
    options.query
      ? `## Optional query parameters\n\n|Name|Type|Description|\n|:--|:--|:--|\n|$select|string|The properties to return.|\n|$top|int|How many to return.|\n|$orderby|string|The order.|\n|$filter|string|What to return.|\n|$skip|int|How many to leave out.|\n|$count|boolean|Whether to count.|\n`
      : "",
    `## Request headers\n\n|Name|Description|\n|:--|:--|\n|Authorization|Bearer {token}. Required.|\n`,
    `## Response\n\nIf it works, the answer has the status \`${options.status}\`.\n`,
    `## Example\n\n### Request\n\n<!-- {\n  "blockType": "request",\n  "name": "${options.name}"\n}-->\n${fence}http\n${options.example}\n${options.body === undefined ? "" : `Content-Type: application/json\n\n${json(options.body)}\n`}${fence}\n`,
    `### Response\n\n<!-- {\n  "blockType": "response",\n  "truncated": true${described}\n}-->\n${fence}http\nHTTP/1.1 ${options.status}\n${options.answer === undefined ? "" : `Content-Type: application/json\n\n${json(options.answer)}\n`}${fence}\n`,
  ].join("\n");
}

function resourceText({ type, body }: CollectionPages): string {
  const kind = (value: unknown): string =>
    typeof value === "boolean"
      ? "Boolean"
      : typeof value === "number"
        ? "Int32"
        : Array.isArray(value)
          ? "String collection"
          : typeof value === "object"
            ? "microsoft.graph.placeDetail"
            : "String";
  const rows = Object.entries(body).map(
    ([name, value]) => `|${name}|${kind(value)}|What it says. Optional.|`,
  );
  return [
    `---\ntitle: "${type} resource type"\ndoc_type: "resourcePageType"\n---\n\n# ${type} resource type\n`,
    `## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|The identifier. Read-only.|\n|createdDateTime|DateTimeOffset|When it was made. Read-only.|\n${rows.join("\n")}\n`,
    `## JSON representation\n\n<!-- {\n  "blockType": "resource",\n  "keyProperty": "id",\n  "@odata.type": "microsoft.graph.${type}"\n}-->\n${fence}json\n${json({ id: "String (identifier)", createdDateTime: "String (timestamp)", ...Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value === "object" && !Array.isArray(value) ? { "@odata.type": "microsoft.graph.placeDetail" } : Array.isArray(value) ? ["String"] : typeof value === "string" ? "String" : value])) })}\n${fence}\n`,
  ].join("\n");
}
