import type { LogEntry, Mock } from "../../../mock/index.ts";
import { type Colours, colours } from "../../terminal/colours.ts";
import type { Output } from "../../terminal/io.ts";
import { printable } from "../../terminal/printable.ts";

/** Milliseconds that lines are gathered for: a write for each would be felt by a busy client. */
const PAUSE = 10;

/** A line for each exchange: for people on a terminal, as JSON where the output is piped. Answers with the way to stop. */
export function printExchanges(mock: Mock, output: Output, display: (page: string) => string): () => void {
  const paint = colours(output);
  const line = output.isTTY
    ? (exchange: LogEntry) => `${pretty(exchange, paint, display)}\n`
    : createJsonLine();
  let waiting: LogEntry[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    // All at once: one by one between requests the same lines take several times as long.
    const lines = waiting.map(line);
    waiting = [];
    output.write(lines.join(""));
  };
  const unsubscribe = mock.log.subscribe((exchange) => {
    waiting.push(exchange);
    timer ??= setTimeout(flush, PAUSE);
  });
  return () => {
    unsubscribe();
    flush();
  };
}

/** What an exchange has in common with others of its kind. */
type Kind = Pick<LogEntry, "method" | "url" | "status" | "operationId" | "source">;

/** What the last kind shares is kept: most lines of a busy mock differ in the time alone. */
function createJsonLine(): (exchange: LogEntry) => string {
  let last: Kind | undefined;
  let head = "";
  let tail = "";
  return ({ time, method, url, status, duration, operationId, source, reason }) => {
    const kind: Kind = { method, url, status, operationId, source };
    if (!last || !isSame(kind, last)) {
      last = kind;
      head = `","method":${JSON.stringify(method)},"url":${JSON.stringify(url)},"status":${status},"duration":`;
      tail = `${operationId === undefined ? "" : `,"operationId":${JSON.stringify(operationId)}`}${placeOf(source)}`;
    }
    const why = reason === undefined ? "" : `,"reason":${JSON.stringify(reason)}`;
    return `{"time":"${time}${head}${duration}${tail}${why}}\n`;
  };
}

function isSame(a: Kind, b: Kind): boolean {
  return (
    a.url === b.url &&
    a.status === b.status &&
    a.method === b.method &&
    a.operationId === b.operationId &&
    a.source === b.source
  );
}

function placeOf(source: LogEntry["source"]): string {
  return source ? `,"source":{"page":${JSON.stringify(source.page)},"line":${source.line}}` : "";
}

function pretty(exchange: LogEntry, paint: Colours, display: (page: string) => string): string {
  const { time, method, url, status, duration, source, reason } = exchange;
  const tone = status >= 500 || status === 0 ? paint.bad : status >= 400 ? paint.mild : paint.good;
  const where = source ? `  ${paint.faint(`${display(source.page)}:${source.line}`)}` : "";
  const why = reason === undefined ? "" : `\n         ${printable(reason)}`;
  return `${paint.faint(time.slice(11, 19))} ${tone(String(status))} ${method.padEnd(6)} ${printable(url)} ${paint.faint(`${duration.toFixed(1)} ms`)}${where}${why}`;
}
