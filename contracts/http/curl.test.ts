import { describe, expect, it } from "vitest";
import { curlCommand } from "./curl.ts";

describe("curlCommand", () => {
  it("quotes for a shell and leaves the token to a variable", () => {
    const headers = [
      ["Authorization", "Bearer {token}"],
      ["X", "it's"],
      ["Empty", " "],
    ] as const;
    expect(curlCommand("http://h/b", { method: "POST", path: "/p?q='", headers, body: "{'a'}" })).toBe(
      `curl -i -X POST 'http://h/b/p?q='\\''' -H "Authorization: Bearer $GRAPH_TOKEN" -H 'X: it'\\''s' -H 'Empty;' -H 'Content-Type:' --data-binary '{'\\''a'\\''}'`,
    );
  });
});
