import { describe, expect, it } from "vitest";
import { isProductionHost } from "./production.ts";

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
