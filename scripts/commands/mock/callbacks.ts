import type { SendCallback } from "../../../mock/index.ts";

/** As long as Graph waits for a subscriber. */
const PATIENCE = 10_000;
const LONGEST_ANSWER = 64 * 1024;

/** Sends over the network. A redirect is not followed: it could lead anywhere. */
export const sendCallback: SendCallback = async ({ url, contentType, body }) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": contentType },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  const text = await response.text();
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: text.slice(0, LONGEST_ANSWER),
  };
};
