/** What is asserted of the lives of objects, as data: the last part of a check's id, its title, and the rule that it rests on where no page says it. */
import type { Role } from "./resource-graph.ts";

const odata = (title: string, anchor: string) => ({
  title: `OData 4.01 Protocol, ${title}`,
  url: `https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#${anchor}`,
});
const rfc9110 = (title: string, anchor: string) => ({
  title: `RFC 9110 ${title}`,
  url: `https://www.rfc-editor.org/rfc/rfc9110#${anchor}`,
});
const graph = (title: string, page: string) => ({
  title: `Microsoft Graph: ${title}`,
  url: `https://learn.microsoft.com/en-us/graph/${page}`,
});

const RULES = {
  create: odata("11.4.2: Create an Entity", "sec_CreateanEntity"),
  read: odata("11.2.2: Requesting Individual Entities", "sec_RequestingIndividualEntities"),
  list: odata("11.2.7: Requesting Related Entities", "sec_RequestingRelatedEntities"),
  paging: odata("11.2.6.7: Server-Driven Paging", "sec_ServerDrivenPaging"),
  select: odata("11.2.5.1: System Query Option $select", "sec_SystemQueryOptionselect"),
  expand: odata("11.2.5.2: System Query Option $expand", "sec_SystemQueryOptionexpand"),
  filter: odata("11.2.6.1: System Query Option $filter", "sec_SystemQueryOptionfilter"),
  orderby: odata("11.2.6.2: System Query Option $orderby", "sec_SystemQueryOptionorderby"),
  top: odata("11.2.6.3: System Query Option $top", "sec_SystemQueryOptiontop"),
  skip: odata("11.2.6.4: System Query Option $skip", "sec_SystemQueryOptionskip"),
  count: odata("11.2.6.5: System Query Option $count", "sec_SystemQueryOptioncount"),
  delta: graph("use delta query to track changes", "delta-query-overview"),
  update: odata("11.4.3: Update an Entity", "sec_UpdateanEntity"),
  remove: odata("11.4.5: Delete an Entity", "sec_DeleteanEntity"),
  reference: odata(
    "11.4.6.1: Add a Reference to a Collection-Valued Navigation Property",
    "sec_AddaReferencetoaCollectionValuedNav",
  ),
  unreference: odata("11.4.6.2: Remove a Reference to an Entity", "sec_RemoveaReferencetoanEntity"),
  notFound: rfc9110("15.5.5: 404 Not Found", "section-15.5.5"),
  badRequest: rfc9110("15.5.1: 400 Bad Request", "section-15.5.1"),
  serverError: rfc9110("15.6: a 5xx status says that the server failed", "section-15.6"),
  head: rfc9110("9.3.2: HEAD", "section-9.3.2"),
  options: rfc9110("9.3.7: OPTIONS", "section-9.3.7"),
  unauthorized: graph(
    "error responses: 401 when the authentication information is missing or not valid",
    "errors#http-status-codes",
  ),
  denied: graph("error responses: 403 or 404 for what the caller may not see", "errors#http-status-codes"),
  me: graph("use the API: /me is the signed-in user", "use-the-api"),
  text: {
    title: "RFC 8259 7 and 8.1: strings hold any Unicode character, in UTF-8",
    url: "https://www.rfc-editor.org/rfc/rfc8259#section-7",
  },
} as const;

export interface Assertion {
  readonly title: string;
  /** The operation that a failure is told about. */
  readonly on: Role | "reference" | "unreference" | "members";
  readonly rule: { readonly title: string; readonly url: string };
}

const assertion = (on: Assertion["on"], title: string, rule: Assertion["rule"]): Assertion => ({
  title,
  on,
  rule,
});

export const ASSERTIONS = {
  creates: assertion("create", "creates an object from the documented body", RULES.create),
  echoes: assertion("create", "answers with what was sent", RULES.create),
  "own-id": assertion("create", "chooses the id itself", RULES.create),
  "fresh-id": assertion("create", "gives no id twice, not even after a delete", RULES.create),
  reads: assertion("read", "reads what was created", RULES.read),
  "reads-by-user": assertion("read", "reads the same by /me and by /users/{id}", RULES.me),
  "read-unknown": assertion("read", "answers 404 for an unknown id", RULES.notFound),
  "read-elsewhere": assertion("read", "does not show an object below another parent", RULES.notFound),
  lists: assertion("list", "lists each new object once", RULES.list),
  envelope: assertion("list", "lists in the `value` envelope", RULES.list),
  "lists-as-read": assertion("list", "lists objects as they are read", RULES.list),
  "lists-all": assertion("list", "keeps listing what was there before", RULES.list),
  "lists-own": assertion("list", "lists nothing of another collection, parent or user", RULES.list),
  pages: assertion("list", "pages with links that work, end, and neither skip nor repeat", RULES.paging),
  select: assertion("list", "$select returns the selected properties", RULES.select),
  top: assertion("list", "$top limits the number of objects", RULES.top),
  skip: assertion("list", "$skip leaves out the first objects", RULES.skip),
  orderby: assertion("list", "$orderby sorts, both ways", RULES.orderby),
  filter: assertion("list", "$filter returns what fits and nothing else", RULES.filter),
  count: assertion("list", "$count tells the number of objects", RULES.count),
  expand: assertion("read", "$expand returns the related objects", RULES.expand),
  changes: assertion("change", "changes what was sent, and keeps it", RULES.update),
  "change-answer": assertion("change", "answers a change with the changed object", RULES.update),
  "changes-only": assertion("change", "changes nothing else", RULES.update),
  "keeps-id": assertion("change", "keeps the id of a changed object", RULES.update),
  clears: assertion("change", "clears a property with null", RULES.update),
  "change-unknown": assertion("change", "answers 404 for a change of an unknown id", RULES.notFound),
  "change-undocumented": assertion("change", "refuses or ignores an unknown property", RULES.badRequest),
  "change-type": assertion("change", "refuses a value of a wrong type", RULES.badRequest),
  replaces: assertion("replace", "replaces the whole object", RULES.update),
  deletes: assertion("remove", "deletes: the object is gone", RULES.remove),
  "delete-list": assertion("remove", "deletes: the object is no longer listed", RULES.remove),
  "delete-only": assertion("remove", "deletes nothing else", RULES.remove),
  "delete-again": assertion("remove", "answers 404 for a second delete", RULES.notFound),
  "delete-unknown": assertion("remove", "answers 404 for a delete of an unknown id", RULES.notFound),
  "delete-nested": assertion("remove", "deletes what nests below", RULES.remove),
  "create-type": assertion("create", "refuses a value of a wrong type", RULES.badRequest),
  text: assertion(
    "create",
    "keeps text as it was sent: letters of any script, emoji, quotes, markup, spaces",
    RULES.text,
  ),
  "text-empty": assertion("create", "keeps an empty text, or refuses it", RULES.text),
  "text-long": assertion("create", "keeps a long text, or refuses it", RULES.text),
  "text-change": assertion("change", "keeps changed text as it was sent", RULES.text),
  "create-no-token": assertion("create", "creates nothing without a token", RULES.unauthorized),
  "read-no-token": assertion("read", "shows nothing without a token", RULES.unauthorized),
  "list-no-token": assertion("list", "lists nothing without a token", RULES.unauthorized),
  "change-no-token": assertion("change", "changes nothing without a token", RULES.unauthorized),
  "delete-no-token": assertion("remove", "deletes nothing without a token", RULES.unauthorized),
  "read-other-token": assertion("read", "does not show what another user made", RULES.denied),
  "list-other-token": assertion("list", "does not list what another user made", RULES.denied),
  "change-other-token": assertion("change", "does not change what another user made", RULES.denied),
  "delete-other-token": assertion("remove", "does not delete what another user made", RULES.denied),
  "list-head": assertion("list", "answers HEAD and OPTIONS without breaking", RULES.head),
  "read-head": assertion("read", "answers HEAD and OPTIONS without breaking", RULES.head),
  references: assertion("reference", "adds a member by reference", RULES.reference),
  "references-listed": assertion("members", "lists an added member once", RULES.reference),
  "reference-again": assertion("reference", "does not add a member twice", RULES.reference),
  "reference-unknown": assertion("reference", "refuses a reference to nothing", RULES.reference),
  "reference-no-token": assertion("reference", "adds nothing without a token", RULES.unauthorized),
  unreferences: assertion("unreference", "removes a member", RULES.unreference),
  "unreference-only": assertion(
    "unreference",
    "removes a member without deleting it, and no other",
    RULES.unreference,
  ),
  "unreference-again": assertion("unreference", "answers 404 for a member that is none", RULES.notFound),
  "unreference-no-token": assertion("unreference", "removes nothing without a token", RULES.unauthorized),
  delta: assertion("delta", "shows each change in the next round, and nothing else", RULES.delta),
} as const satisfies Readonly<Record<string, Assertion>>;

export type AssertionName = keyof typeof ASSERTIONS;
