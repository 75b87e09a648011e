/** `error`: something documented was lost. `warning`: it was read, with a doubt that is named. `info`: worth knowing. */
export type Severity = "error" | "warning" | "info";
