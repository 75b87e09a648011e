import { styleText } from "node:util";
import type { Output } from "./io.ts";

export type Paint = (text: string) => string;

export interface Colours {
  readonly good: Paint;
  readonly bad: Paint;
  readonly mild: Paint;
  readonly note: Paint;
  readonly faint: Paint;
  readonly strong: Paint;
}

/** Made for an output: escape sequences only where it can show them. */
export function colours({ color }: Pick<Output, "color">): Colours {
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      color ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: paint("green"),
    bad: paint("red"),
    mild: paint("yellow"),
    note: paint("cyan"),
    faint: paint("dim"),
    strong: paint("bold"),
  };
}

/**
 * Whether colour may be used. FORCE_COLOR turns it on everywhere, "0" and "false" turn it off; then NO_COLOR; then a terminal decides.
 * @see https://no-color.org and https://force-color.org
 */
export function wantsColor(isTTY: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (NO_COLOR) return false;
  return isTTY && TERM !== "dumb";
}
