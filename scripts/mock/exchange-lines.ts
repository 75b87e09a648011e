import type { Exchange, Mock } from "../../mock/index.ts";
import type { Output } from "../io.ts";

/** Milliseconds that lines are gathered for: a write for each would be felt by a busy client. */
const PAUSE = 10;

/** A line for each exchange: for people on a terminal, as JSON where the output is piped. Answers with the way to stop. */
export function printExchanges(mock: Mock, output: Output, display: (page: string) => string): () => void {
  const line = output.isTTY ? (exchange: Exchange) => pretty(exchange, output.color, display) : jsonLine;
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = waiting;
    waiting = "";
    if (text !== "") output.write(text);
  };
  const unsubscribe = mock.log.subscribe((exchange) => {
    waiting += `${line(exchange)}\n`;
    timer ??= setTimeout(flush, PAUSE);
  });
  return () => {
    unsubscribe();
    flush();
  };
}

/** Written by hand where nothing can need escaping: a busy mock spends a tenth of its time here otherwise. */
function jsonLine({ time, method, url, status, duration, operationId, source, reason }: Exchange): string {
  const operation = operationId === undefined ? "" : `,"operationId":${JSON.stringify(operationId)}`;
  const place = source ? `,"source":{"page":${JSON.stringify(source.page)},"line":${source.line}}` : "";
  const why = reason === undefined ? "" : `,"reason":${JSON.stringify(reason)}`;
  return `{"time":"${time}","method":${JSON.stringify(method)},"url":${JSON.stringify(url)},"status":${status},"duration":${duration}${operation}${place}${why}}`;
}

function pretty(exchange: Exchange, color: boolean, display: (page: string) => string): string {
  const { time, method, url, status, duration, source, reason } = exchange;
  const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const tone = status >= 500 || status === 0 ? 31 : status >= 400 ? 33 : 32;
  const where = source ? `  ${paint(2, `${display(source.page)}:${source.line}`)}` : "";
  const why = reason === undefined ? "" : `\n         ${printable(reason)}`;
  return `${paint(2, time.slice(11, 19))} ${paint(tone, String(status))} ${method.padEnd(6)} ${printable(url)} ${paint(2, `${duration.toFixed(1)} ms`)}${where}${why}`;
}

/** What a client sends must not steer the terminal. */
function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
