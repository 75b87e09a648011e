import net from "node:net";
import tls from "node:tls";

/**
 * Opens a connection to the target and closes it again. Undefined where that works; else one line that says why it does not, with what
 * to do about it.
 */
export function unreachable(target: URL, timeoutMs: number): Promise<string | undefined> {
  const secure = target.protocol === "https:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const port = Number(target.port || (secure ? 443 : 80));
  return new Promise((resolve) => {
    const socket = secure
      ? tls.connect({ host, port, ...(net.isIP(host) === 0 ? { servername: host } : {}) })
      : net.connect({ host, port });
    const finish = (reason?: string): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      socket.destroy();
      resolve(reason);
    };
    const timer = setTimeout(
      () => finish(`no connection to ${host}:${port} within ${timeoutMs} ms`),
      timeoutMs,
    );
    socket.once(secure ? "secureConnect" : "connect", () => finish());
    socket.once("error", (error: NodeJS.ErrnoException) => finish(explain(error, host, port)));
    socket.once("close", () => finish(`${host}:${port} closed the connection at once`));
  });
}

export function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  // Where a name has several addresses, the errors of all of them come as one.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  const code = first.code ?? "";
  if (code === "ECONNREFUSED")
    return `nothing listens at ${host}:${port} (connection refused); is the server started, and the port right?`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `the name ${host} cannot be resolved (${code}); is it spelt right?`;
  if (code === "EPROTO" || code.startsWith("ERR_SSL"))
    return `${host}:${port} does not speak TLS; is it http:// instead of https://?`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)) {
    return `the certificate of ${host}:${port} is not trusted (${code}); NODE_EXTRA_CA_CERTS names a file with its authority`;
  }
  if (code === "ECONNRESET")
    return `${host}:${port} breaks the connection off; is the scheme right, http:// or https://?`;
  return `${host}:${port} cannot be reached (${code || first.message})`;
}
