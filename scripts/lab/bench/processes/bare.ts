/** The least that a server of Node's can do for a create request: read the body, parse it, answer with as many headers. */
import { Buffer } from "node:buffer";
import http from "node:http";
import process from "node:process";

const port = Number(process.argv[2]);
const { status, headers, body } = JSON.parse(process.argv[3] ?? "{}") as {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
};

http
  .createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
      const text = JSON.stringify({ ...body, ...sent });
      response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) });
      response.end(text);
    });
  })
  .listen(port, "127.0.0.1");
