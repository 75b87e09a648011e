/** Hosts of Microsoft Graph: the public cloud and the national ones (https://learn.microsoft.com/en-us/graph/deployments). */
const PRODUCTION = [
  "graph.microsoft.com",
  "graph.microsoft.us",
  "dod-graph.microsoft.us",
  "graph.microsoft.de",
  "microsoftgraph.chinacloudapi.cn",
  "graph.windows.net",
];

/** Whether the host, or a subdomain of it, holds real tenants' data. */
export function isProductionHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return PRODUCTION.some((known) => name === known || name.endsWith(`.${known}`));
}
