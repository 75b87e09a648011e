/** The catalogue of what can be found about a server: what each kind means and what its implementer can do. */
export interface FindingRule {
  /** A line without a full stop: "Unexpected status". */
  readonly title: string;
  readonly meaning: string;
  readonly mend: string;
  readonly url: string;
}

const rfc9110 = (section: string): string => `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`;
const rfc9112 = (section: string): string => `https://www.rfc-editor.org/rfc/rfc9112#section-${section}`;
const JSON_TEXT = "https://www.rfc-editor.org/rfc/rfc8259";
const SCHEMA = "https://spec.openapis.org/oas/v3.0.3#schema-object";

export const FINDING_RULES = {
  status: {
    title: "Unexpected status",
    meaning: "The status code is not one that the page, HTTP or the platform asks for in this place.",
    mend: "Answer with an expected status; the finding names them. If the server is right, correct the page.",
    url: rfc9110("15"),
  },
  "media-type": {
    title: "Unexpected media type",
    meaning:
      "The Content-Type is missing or is not the documented one, so that clients may not read the body.",
    mend: "Send the documented Content-Type.",
    url: rfc9110("8.3"),
  },
  header: {
    title: "Header field missing or different",
    meaning: "The page shows a header field that the answer lacks or has with another value.",
    mend: "Send the field as documented.",
    url: rfc9110("5"),
  },
  schema: {
    title: "Body does not fit its schema",
    meaning:
      "A property is missing or has another type than the page documents. The finding names the property and quotes the line.",
    mend: "Send the property as documented. If the server is right, correct the page.",
    url: SCHEMA,
  },
  body: {
    title: "Unexpected body",
    meaning:
      "There is no body where one is documented, one where none may be, or one that differs from the documented one.",
    mend: "Send the body as documented.",
    url: rfc9110("6.4"),
  },
  json: {
    title: "Body is not JSON",
    meaning: "The body claims to be JSON and is not one complete JSON text.",
    mend: "Send valid JSON in UTF-8; look for a body that was cut off.",
    url: JSON_TEXT,
  },
  identity: {
    title: "Identity that is not kept",
    meaning: "One id was given to two objects, or two paths to the same object disagree.",
    mend: "Give each object an id of its own, and the same one on every path.",
    url: "https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_EntityIdsandEntityReferences",
  },
  "error-shape": {
    title: "Error without the platform's shape",
    meaning: "Clients look for error.code and error.message in the body of an error.",
    mend: 'Send {"error": {"code": ..., "message": ...}}.',
    url: "https://learn.microsoft.com/en-us/graph/errors#error-resource-type",
  },
  authorization: {
    title: "Request without its authorization",
    meaning: "The request has no bearer token, or not in the form that the platform accepts.",
    mend: "Send 'Authorization: Bearer TOKEN'.",
    url: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
  },
  undocumented: {
    title: "Answer that no page documents",
    meaning: "The server does something the pages do not mention. It fails no run by itself.",
    mend: "Document it, or change the server.",
    url: "https://spec.openapis.org/oas/v3.0.3#paths-object",
  },
  timeout: {
    title: "No answer in time",
    meaning: "The answer was not complete when the time for one request was over.",
    mend: "Look at the server's log; allow more time with --timeout.",
    url: rfc9112("9.5"),
  },
  reset: {
    title: "Connection broke before the answer",
    meaning: "The server closed the connection without answering; often it crashed on this request.",
    mend: "Repeat the request with the curl command of the finding and look at the server's log.",
    url: rfc9112("9.6"),
  },
  refused: {
    title: "Request that could not be sent",
    meaning: "The server took no connection for this request.",
    mend: "Check that the server is still running and accepts as many connections.",
    url: rfc9112("9"),
  },
  unreachable: {
    title: "Server no longer reachable",
    meaning: "The server stopped answering during the run; what was left could not be judged.",
    mend: "Start the server again and look at its log.",
    url: rfc9112("9"),
  },
  stopped: {
    title: "Run that was stopped",
    meaning: "The request was on its way when the run was stopped or its time was over.",
    mend: "Run again; allow more time with --overall.",
    url: rfc9112("9.5"),
  },
  throttled: {
    title: "Too many requests",
    meaning: "The server kept answering 429 although the waiting times that it named were kept.",
    mend: "Raise the limit for the account of the test, or send fewer requests with --only.",
    url: "https://www.rfc-editor.org/rfc/rfc6585#section-4",
  },
  "invalid-http": {
    title: "Answer that is not HTTP",
    meaning: "The answer breaks the syntax of HTTP, so that clients cannot read it.",
    mend: "Look at what stands between the server and the network.",
    url: rfc9112("2"),
  },
  truncated: {
    title: "Answer that was cut off",
    meaning: "Fewer bytes came than the answer announced.",
    mend: "Correct Content-Length, or look for what closes the connection.",
    url: rfc9112("8"),
  },
  "trailing-bytes": {
    title: "More bytes than announced",
    meaning: "The client takes what is left for the beginning of the next answer.",
    mend: "Correct Content-Length: it counts bytes, not characters.",
    url: rfc9110("8.6"),
  },
  "content-coding": {
    title: "Content coding that cannot be undone",
    meaning: "The body is not compressed as Content-Encoding says.",
    mend: "Correct Content-Encoding, or do not compress.",
    url: rfc9110("8.4"),
  },
  "too-large": {
    title: "Answer too large to be judged",
    meaning: "The body is larger than what is kept of an answer.",
    mend: "Ask for less, for example with $top.",
    url: rfc9110("6.4"),
  },
  dredd: {
    title: "Failure that Dredd reports",
    meaning: "Dredd, which gives the verdict, found fault with the answer where no other rule did.",
    mend: "Read its message; repeat the request with the curl command of the finding.",
    url: "https://dredd.org/en/latest/how-it-works.html",
  },
  "page-contradiction": {
    title: "Page that contradicts itself",
    meaning: "The page says two things of this answer, so that no server can be judged by it.",
    mend: "Correct the page where the diagnostic points.",
    url: SCHEMA,
  },
} as const satisfies Readonly<Record<string, FindingRule>>;

export type FindingRuleId = keyof typeof FINDING_RULES;

export function isFindingRuleId(id: string): id is FindingRuleId {
  return Object.hasOwn(FINDING_RULES, id);
}
