import { isPublicField, isSecretName, REDACTED } from "../../spec/openapi/index.ts";
import type { Header } from "./message.ts";

/** Takes secrets out of what is shown or written. */
export interface Redactor {
  text(value: string): string;
  headers(headers: readonly Header[]): readonly Header[];
}

/**
 * `secrets` are texts that must not appear anywhere; very short ones would blot out ordinary words and are left to the names. `own` are the fields
 * that a user adds to each request: all but those that say nothing are secrets, by value and by name.
 */
export function redactor(secrets: readonly string[], own: readonly Header[] = []): Redactor {
  const hidden = own.filter(([name]) => !isPublicField(name));
  const fields = new Set(hidden.map(([name]) => name.toLowerCase()));
  const known = [...secrets, ...hidden.map(([, value]) => value)].filter((secret) => secret.length >= 6);
  const forms = [
    ...new Set(
      known.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
    ),
  ];
  const text = (value: string): string =>
    forms.reduce((result, form) => result.replaceAll(form, REDACTED), value);
  const isHidden = (name: string): boolean => fields.has(name.toLowerCase()) || isSecretName(name);
  return {
    text,
    headers: (headers) =>
      headers.map(([name, value]) => [text(name), isHidden(name) ? REDACTED : text(value)] as const),
  };
}
