/**
 * How long a `Retry-After` asks to wait, in milliseconds from `now`: delay seconds (RFC 9110 10.2.3), the decimal seconds that Graph sends
 * (`2.128`), or an HTTP date. A date gone by is 0; undefined where it is neither.
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
