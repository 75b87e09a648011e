/** Requests of the mock itself: to this machine, or to hosts that were named. Nothing else leaves it. */

export interface CallbackRequest {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}

export interface CallbackResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Sends a POST; injected, so that the mock runs where there is no network. Rejects where there was no answer. */
export type SendCallback = (request: CallbackRequest) => Promise<CallbackResponse>;

export interface Callbacks {
  /** Whether anything would be sent to that address. */
  mayCall(url: string): boolean;
  /** Undefined where the address answered as it must; otherwise why not. */
  shakeHands(url: string): Promise<string | undefined>;
  post(url: string, body: string): Promise<CallbackResponse>;
}

export function createCallbacks(
  send: SendCallback | undefined,
  allowed: readonly string[],
  newToken: () => string,
): Callbacks {
  const hosts = new Set(allowed.map((host) => host.toLowerCase()));
  const sending = (request: CallbackRequest): Promise<CallbackResponse> =>
    send ? send(request) : Promise.reject(new TypeError("The mock was given no way to send"));
  return {
    mayCall: (url) => send !== undefined && isAllowed(url, hosts),
    post: (url, body) => sending({ url, body, contentType: "application/json; charset=utf-8" }),
    shakeHands: async (url) => {
      const token = `Validation: Testing client application reachability for subscription Request-Id: ${newToken()}`;
      const address = `${url}${url.includes("?") ? "&" : "?"}validationToken=${encodeURIComponent(token)}`;
      try {
        const { status, contentType, body } = await sending({
          url: address,
          body: "",
          contentType: "text/plain; charset=utf-8",
        });
        if (status !== 200)
          return `Unexpected status ${status} of ${url}, expected 200 to the validation request`;
        if (!/^text\/plain\b/i.test(contentType))
          return `Unexpected media type '${contentType}' of ${url}, expected text/plain with the validation token`;
        return body.trim() === token
          ? undefined
          : `Unexpected body of ${url}, expected the validation token, decoded`;
      } catch (error) {
        return `No answer of ${url} to the validation request: ${error instanceof Error ? error.message : String(error)}`;
      }
    },
  };
}

const LOOPBACK = /^(?:localhost|(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/i;

function isAllowed(url: string, hosts: ReadonlySet<string>): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, host, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) return false;
  return LOOPBACK.test(hostname) || hosts.has(hostname.toLowerCase()) || hosts.has(host.toLowerCase());
}
