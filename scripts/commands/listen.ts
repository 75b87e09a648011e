import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../terminal/io.ts";

/** Opens a port. One that cannot be had is a `UsageError`. */
export function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(new UsageError(reasonOf(error, host, port))),
    );
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

function reasonOf(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE")
    return `port ${port} is in use; stop what listens there or choose another with --port`;
  if (error.code === "EACCES")
    return `port ${port} may not be opened by this user; choose one above 1023 with --port`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `${host} is not an address of this machine; choose another with --host`;
  return `cannot listen on ${host}:${port}: ${error.message}`;
}
