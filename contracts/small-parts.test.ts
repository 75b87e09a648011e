import { describe, expect, it } from "vitest";
import { fits } from "./checks/select.ts";
import { curlCommand } from "./http/curl.ts";
import { withHeader } from "./http/message.ts";
import { isProductionHost } from "./http/production.ts";
import { redactor } from "./http/redact.ts";
import { retryAfterMs } from "./http/retry-after.ts";

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ["3", 3000],
    ["0", 0],
    ["2.128", 2128],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["-1", undefined],
    ["soon", undefined],
    [undefined, undefined],
  ])("of %j is %j", (value, expected) => {
    expect(retryAfterMs(value, now)).toBe(expected);
  });
});

describe("withHeader", () => {
  const headers = [
    ["A", "1"],
    ["content-TYPE", "x"],
  ] as const;
  it("sets one in its place, adds one, and removes one, whatever the case", () => {
    expect(withHeader(headers, "Content-Type", "y")).toEqual([
      ["A", "1"],
      ["Content-Type", "y"],
    ]);
    expect(withHeader(headers, "B", "2")).toEqual([...headers, ["B", "2"]]);
    expect(withHeader(headers, "a", undefined)).toEqual([["content-TYPE", "x"]]);
  });
});

describe("redactor", () => {
  const { text, headers } = redactor(["s3cr3t/token+"]);
  it("takes a secret out as it is, percent-encoded and within JSON", () => {
    expect(text(`a s3cr3t/token+ b ${encodeURIComponent("s3cr3t/token+")}`)).toBe(
      "a [redacted] b [redacted]",
    );
  });
  it("empties secret fields and keeps the others", () => {
    expect(
      headers([
        ["Authorization", "x"],
        ["Set-Cookie", "a=b"],
        ["X-Api-Key", "k"],
        ["ETag", "s3cr3t/token+"],
      ]),
    ).toEqual([
      ["Authorization", "[redacted]"],
      ["Set-Cookie", "[redacted]"],
      ["X-Api-Key", "[redacted]"],
      ["ETag", "[redacted]"],
    ]);
  });
});

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

describe("fits", () => {
  it.each([
    ["op/refuse-no-token", ["refuse-no-token"], true],
    ["op/refuse-no-token", ["op"], true],
    ["op/refuse-no-token", ["op/refuse-*"], true],
    ["op/refuse-no-token", ["*no-token"], true],
    ["op/refuse-no-token", ["refuse-*"], true],
    ["op/refuse-no-token", ["no-*"], false],
    ["op/refuse-no-token", ["refuse"], false],
    ["op/refuse-no-token", ["other/*"], false],
    ["op.x/a", ["op?x/a"], false],
  ])("%s by %j: %j", (id, patterns, expected) => {
    expect(fits(id, patterns)).toBe(expected);
  });
});

describe("isProductionHost", () => {
  it("knows the clouds, their subdomains and no look-alikes", () => {
    const hosts = [
      "graph.microsoft.com",
      "Graph.Microsoft.US.",
      "canary.graph.microsoft.com",
      "microsoftgraph.chinacloudapi.cn",
    ];
    expect(hosts.map(isProductionHost)).toEqual([true, true, true, true]);
    expect(
      ["localhost", "graph.microsoft.com.example", "notgraph.microsoft.com"].map(isProductionHost),
    ).toEqual([false, false, false]);
  });
});
