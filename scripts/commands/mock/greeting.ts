import type { AuthMode, Mock } from "../../../mock/index.ts";

/** What a person needs to begin: the address, who is signed in, a request to try. */
export function greeting(mock: Mock, origin: string, host: string): string {
  const { id, userPrincipalName } = mock.signedInUser;
  const { document, operations, prefixes } = mock.api;
  const base = origin + (prefixes[0] ?? "");
  const lines = [
    `${document.info.title} (${operations} ${operations === 1 ? "operation" : "operations"}) at ${base}`,
    `Signed in: ${userPrincipalName}, id ${id}`,
    ...example(mock, base),
    `Watch and steer it at ${origin}/_mock/`,
  ];
  if (!/^(?:127\.|localhost$|::1$)/.test(host))
    lines.push(`Warning: ${host} can be reached from other machines`);
  return `${lines.join("\n")}\n`;
}

/** A line to paste: the first operation that needs no knowledge of ids, with its documented body. */
function example(mock: Mock, base: string): string[] {
  for (const [path, item] of Object.entries(mock.api.document.paths)) {
    if (path.includes("{")) continue;
    const method = item.post ? "POST" : item.get ? "GET" : undefined;
    if (!method) continue;
    const [documented] = Object.values(item.post?.requestBody?.content["application/json"]?.examples ?? {});
    const json = documented ? JSON.stringify(documented.value).replaceAll("'", "'\\''") : undefined;
    const body =
      json !== undefined && json.length < 300 ? ` -H 'Content-Type: application/json' -d '${json}'` : "";
    return [
      `Try: curl -i${method === "POST" ? ` -X POST${body}` : ""} -H 'Authorization: Bearer token' '${base}${path}'`,
    ];
  }
  return [];
}

/** What somebody might rely on and would be wrong. */
export function notices(mock: Mock, auth: AuthMode | undefined): string[] {
  if (mock.api.operations === 0)
    return ["the pages document no operation, so every request is answered with 404; name other pages"];
  if (auth !== "scopes") return [];
  const operations = Object.values(mock.api.document.paths).flatMap((item) =>
    [item.get, item.put, item.post, item.delete, item.patch].filter((operation) => operation !== undefined),
  );
  const open = operations.filter((operation) => {
    const permissions = operation["x-permissions"];
    return (
      !permissions ||
      [...permissions.delegatedWork, ...permissions.delegatedPersonal, ...permissions.application].length ===
        0
    );
  });
  if (open.length === 0) return [];
  return [
    `${open.length} of ${operations.length} operations name no permissions: no scope is asked for there`,
  ];
}
