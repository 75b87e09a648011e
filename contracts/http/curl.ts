import { type PlannedRequest, TOKEN } from "./message.ts";

/** A POSIX shell command that repeats the request at `base`; the token is read from GRAPH_TOKEN. */
export function curlCommand(base: string, request: PlannedRequest): string {
  const parts = ["curl -i"];
  if (request.method !== "GET") parts.push(`-X ${request.method}`);
  parts.push(quote(base + request.path));
  for (const [name, value] of request.headers) {
    // curl leaves out a field with nothing behind the colon; a semicolon sends it empty.
    if (value.trim() === "") parts.push(`-H ${quote(`${name};`)}`);
    else if (value.includes(TOKEN)) parts.push(`-H "${name}: ${value.replaceAll(TOKEN, "$GRAPH_TOKEN")}"`);
    else parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (request.body === undefined) return parts.join(" ");
  const typed = request.headers.some(([name]) => name.toLowerCase() === "content-type");
  if (!typed) parts.push("-H 'Content-Type:'");
  if (request.bodyEncoding === "base64")
    return `echo ${request.body} | base64 -d | ${parts.join(" ")} --data-binary @-`;
  return `${parts.join(" ")} --data-binary ${quote(request.body)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
