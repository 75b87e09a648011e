/** Reason phrases (RFC 9110, section 15), for answers that the page does not describe. */
const PHRASES: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "No Content",
  206: "Partial Content",
  207: "Multi-Status",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

export function reasonPhrase(status: number): string {
  return PHRASES[status] ?? `Status ${status}`;
}

/** Whether the text, in lower case, is the phrase of any code. */
export function isReasonPhrase(text: string): boolean {
  return Object.values(PHRASES).some((phrase) => phrase.toLowerCase() === text);
}
