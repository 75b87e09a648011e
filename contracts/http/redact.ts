import type { Header } from "./message.ts";

const REDACTED = "[redacted]";

/** Header fields whose value is a secret whoever sent it. */
const SECRET_FIELD = /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$|token|secret|api-?key|password/i;

/** Takes secrets out of what is shown or written. */
export interface Redactor {
  text(value: string): string;
  headers(headers: readonly Header[]): readonly Header[];
}

/** `secrets` are texts that must not appear anywhere; very short ones would blot out ordinary words and are left to the field names. */
export function redactor(secrets: readonly string[]): Redactor {
  const known = secrets.filter((secret) => secret.length >= 6);
  const forms = [
    ...new Set(
      known.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
    ),
  ];
  const text = (value: string): string =>
    forms.reduce((result, form) => result.replaceAll(form, REDACTED), value);
  return {
    text,
    headers: (headers) =>
      headers.map(([name, value]) => [text(name), SECRET_FIELD.test(name) ? REDACTED : text(value)] as const),
  };
}

/** Whether a field's value has to be kept out of reports. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name);
}
