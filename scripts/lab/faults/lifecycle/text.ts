/** Faults in what becomes of text, and in who may do what. */
import { graphError } from "../reference.ts";
import {
  instead,
  isChange,
  isCreate,
  isDelete,
  isItem,
  isList,
  isRead,
  type LifecycleFault,
  onText,
} from "./plant.ts";

export const TEXT: readonly LifecycleFault[] = [
  {
    id: "text-latin",
    does: "keeps no letters beyond Latin-1",
    check: "chain-text",
    quirk: onText((text) => [...text].map((one) => ((one.codePointAt(0) ?? 0) < 256 ? one : "?")).join("")),
  },
  {
    id: "text-no-emoji",
    does: "loses characters outside the basic plane",
    check: "chain-text",
    quirk: onText((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "\ufffd")),
  },
  {
    id: "text-escaped",
    does: "escapes markup in text",
    check: "chain-text",
    quirk: onText((text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")),
  },
  {
    id: "text-quotes",
    does: "doubles apostrophes",
    check: "chain-text",
    quirk: onText((text) => text.replaceAll("'", "''")),
  },
  {
    id: "text-spaces",
    does: "folds spaces in text",
    check: "chain-text",
    quirk: onText((text) => text.replace(/\s+/g, " ")),
  },
  {
    id: "text-composed",
    does: "composes letters anew",
    check: "chain-text",
    quirk: onText((text) => text.normalize("NFC")),
  },
  {
    id: "text-cut",
    does: "cuts text after 255 characters",
    check: "chain-text-long",
    quirk: onText((text) => text.slice(0, 255)),
  },
  {
    id: "text-long-500",
    does: "breaks on a long text",
    check: "chain-text-long",
    quirk: instead(isCreate, (ask, next) =>
      ask.text.length > 1500 ? graphError(500, "InternalServerError", "No.") : next(),
    ),
  },
  {
    id: "text-empty-dash",
    does: "keeps a dash for an empty text",
    check: "chain-text-empty",
    quirk: onText((text) => (text === "" ? "-" : text)),
  },
  {
    id: "create-any-type",
    does: "takes an object for a text in a create",
    check: "chain-create-type",
    quirk: instead(isCreate, (ask, next) =>
      ask.text.includes('{"graphContracts":17}')
        ? next({ ...ask, text: ask.text.replace('{"graphContracts":17}', '"x"') })
        : next(),
    ),
  },
  ...(
    [
      ["read", isRead],
      ["list", isList],
      ["change", isChange],
      ["delete", isDelete],
      ["create", isCreate],
    ] as const
  ).map(
    ([name, when]): LifecycleFault => ({
      id: `open-${name}`,
      does: `wants no token for a ${name}`,
      check: `chain-${name}-no-token`,
      quirk: instead(
        (ask) => ask.user === "" && when({ ...ask }),
        (ask, next) => next({ ...ask, user: "ada" }),
      ),
    }),
  ),
  ...(
    [
      ["read", isRead],
      ["list", isList],
      ["change", isChange],
      ["delete", isDelete],
    ] as const
  ).map(
    ([name, when]): LifecycleFault => ({
      id: `shared-${name}`,
      does: `lets any user ${name} what another made`,
      check: `chain-${name}-other-token`,
      families: ["profile", "todo"],
      quirk: instead(
        (ask) => ask.user === "ben" && when(ask),
        (ask, next) => next({ ...ask, user: "ada" }),
      ),
    }),
  ),
  {
    id: "head-500",
    does: "breaks on HEAD",
    check: "chain-read-head",
    quirk: instead(
      (ask) => ask.method === "HEAD" && isItem(ask),
      () => graphError(500, "InternalServerError", "No."),
    ),
  },
  {
    id: "options-500",
    does: "breaks on OPTIONS",
    check: "chain-list-head",
    quirk: instead(
      (ask) => ask.method === "OPTIONS",
      () => graphError(500, "InternalServerError", "No."),
    ),
  },
];
