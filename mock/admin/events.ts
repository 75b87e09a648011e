/** Exchanges as they happen, as server-sent events (HTML standard, section 9.2). */
import type { Log } from "../engine/log.ts";

export interface EventStreams {
  open(): Response;
  /** Tells all readers that something else than an exchange happened. */
  announce(event: "reset" | "description"): void;
  /** Ends all that are open. */
  close(): void;
}

/** Milliseconds between signs of life, without which proxies end a silent connection. */
const HEARTBEAT = 15_000;
/** Events that may wait for a slow reader; it then misses some rather than filling the memory. */
const MOST_WAITING = 500;

export function createEventStreams(log: Log): EventStreams {
  const open = new Set<() => void>();
  const senders = new Set<(text: string) => void>();
  return {
    open: () => {
      const encoder = new TextEncoder();
      let end = (): void => undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          const send = (text: string): void => {
            if ((controller.desiredSize ?? 0) > -MOST_WAITING) controller.enqueue(encoder.encode(text));
          };
          const unsubscribe = log.subscribe((exchange) => {
            send(`id: ${exchange.number}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`);
          });
          const heartbeat = setInterval(() => send(": still here\n\n"), HEARTBEAT);
          const stop = (): void => {
            clearInterval(heartbeat);
            unsubscribe();
            open.delete(close);
            senders.delete(send);
          };
          const close = (): void => {
            stop();
            controller.close();
          };
          open.add(close);
          senders.add(send);
          end = stop;
          send(": exchanges as they happen\n\n");
        },
        cancel: () => end(),
      });
      return new Response(body, {
        headers: {
          "Content-Type": "text/event-stream",
          "Cache-Control": "no-store",
          "X-Accel-Buffering": "no",
        },
      });
    },
    announce: (event) => {
      for (const send of senders) send(`event: ${event}\ndata: {}\n\n`);
    },
    close: () => {
      for (const close of [...open]) close();
    },
  };
}
