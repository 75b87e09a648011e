/**
 * A second look for secrets before anything is rendered. What was sent is redacted where it is recorded, by value; this goes by
 * form, so that a secret which a server made up, or a verdict from elsewhere, does not reach a report either.
 */
import { isSecretName, REDACTED, redactJson, redactQuery, redactUrl } from "../../spec/openapi/index.ts";
import type {
  CheckResult,
  Citation,
  Exchange,
  RecordedMessage,
  ReportedFinding,
  SetAside,
  Verdict,
} from "../judge/verdict.ts";

/** RFC 7617 and RFC 6750 credentials: a digit, a dot or some length tells them from "Bearer authentication required". */
const CREDENTIALS =
  /\b(Bearer|Basic)(\s+)(?=[\w.~+/-]*[\d.]\w|[\w.~+/-]{20})[\w.~+/-]{3,}(?![\w.~+/-])=*(?![\w"'=])/gi;
/** The start of a JSON object in base64url, twice: a signed token, whatever stands before it. */
const SIGNED_TOKEN = /\beyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*/g;
/** Tokens and secrets as members of a JSON text or of a form. */
const MEMBER =
  /((?:access|refresh|id)_?token|client_?secret|password)("\s*:\s*"|\\"\s*:\s*\\"|=)((?!\[redacted\])[^"\\&\s]+)/gi;
/** User information of a URL: RFC 3986 section 3.2.1. */
const USER_INFORMATION = /(\b[a-z][a-z\d+.-]*:\/\/)[^\s/?#@"'<>]+@/gi;

/** The same text with all that looks like a credential replaced by `[redacted]`. */
export function redactedText(text: string): string {
  return redactJson(text)
    .replace(CREDENTIALS, `$1$2${REDACTED}`)
    .replace(SIGNED_TOKEN, REDACTED)
    .replace(MEMBER, `$1$2${REDACTED}`)
    .replace(USER_INFORMATION, `$1${REDACTED}@`);
}

/** The same verdict, safe to be written to a file that many will read. */
export function redacted(verdict: Verdict): Verdict {
  return {
    ...verdict,
    target: redactedText(verdict.target),
    ...(verdict.reason === undefined ? {} : { reason: redactedText(verdict.reason) }),
    results: verdict.results.map(redactedResult),
    created: verdict.created.map((one) => ({
      ...one,
      url: redactedText(one.url),
      id: redactedText(one.id),
    })),
  };
}

function redactedResult(result: CheckResult): CheckResult {
  return {
    ...result,
    ...(result.reason === undefined ? {} : { reason: redactedText(result.reason) }),
    ...(result.setAside === undefined ? {} : { setAside: result.setAside.map(redactedPlace) }),
    findings: result.findings.map(redactedFinding),
    exchanges: result.exchanges.map(redactedExchange),
  };
}

function redactedPlace({ path, message, citations }: SetAside): SetAside {
  return {
    path: redactedText(path),
    message: redactedText(message),
    citations: citations.map(redactedGround),
  };
}

function redactedFinding(finding: ReportedFinding): ReportedFinding {
  return {
    ...finding,
    message: redactedText(finding.message),
    expected: redactedText(finding.expected),
    actual: redactedText(finding.actual),
    citation: redactedGround(finding.citation),
    ...(finding.curl === undefined ? {} : { curl: redactedText(finding.curl) }),
  };
}

/** A page may show a token that works. */
function redactedGround(citation: Citation): Citation {
  return citation.kind === "page" && citation.quote !== undefined
    ? { ...citation, quote: redactedText(citation.quote) }
    : citation;
}

function redactedExchange({ request, response, durationMs }: Exchange): Exchange {
  return {
    request: { ...request, ...redactedMessage(request), url: redactedText(redactUrl(request.url)) },
    ...(response === undefined ? {} : { response: { ...response, ...redactedMessage(response) } }),
    durationMs,
  };
}

function isForm(headers: RecordedMessage["headers"]): boolean {
  return headers.some(
    ([name, value]) => /^content-type$/i.test(name) && /^application\/x-www-form-urlencoded/i.test(value),
  );
}

function redactedMessage({ headers, body, truncated }: RecordedMessage): RecordedMessage {
  return {
    headers: headers.map(
      ([name, value]) => [name, isSecretName(name) ? REDACTED : redactedText(value)] as const,
    ),
    body: redactedText(isForm(headers) ? redactQuery(body) : body),
    truncated,
  };
}
