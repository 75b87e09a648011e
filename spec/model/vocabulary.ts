/** The words of documentation pages as data: in English, and in the languages that the Microsoft Graph reference is translated to. */

/** "Not nullable", "cannot be null": the only thing, besides being the key or required, that keeps null from a property. */
const NOT_NULL: readonly RegExp[] = [
  /\bnot nullable\b|\bnon-?nullable\b|\bnot null\b/i,
  /\b(?:can ?not|can't|must not|may not|should not|never) be (?:set to )?null\b/i,
  /não anulável|não pode ser nul[oa]/i,
  /no admite (?:un )?valore?s? (?:null|nulo)|no puede ser nul[oa]|no acepta valores null/i,
  /lässt keine null-?werte zu|(?:kann|darf) nicht null sein|keine nullwerte/i,
  /n[’']accepte pas (?:de|les) valeurs? null|ne peut pas être nul/i,
  /不(?:可|能|得)为\s*(?:null|空)|不可为\s*null/i,
  /null\s*(?:許容|値)で(?:は)?(?:ありません|ない)|null\s*(?:を|に)(?:許容|する)(?:しません|ことはできません)/i,
  /не допускает значени[яе] null|не может (?:быть|иметь значение) null|значени[ея] null не допуска/i,
];

export function saysNotNull(text: string): boolean {
  return NOT_NULL.some((pattern) => pattern.test(text));
}

/** "Required." or "is required", on its own: with "when", "for" or "if" after it, it is no demand of every object. */
const REQUIRED: readonly RegExp[] = [
  /(?:^|[.(;]\s*|\*\*)required(?:\*\*)?(?=\s*(?:[.,;)]|$))/i,
  /\bis (?:always )?required(?=\s*(?:[.;)]|$))/i,
  /(?:^|[.(]\s*)(?:obrigatóri[oa]|obligatori[oa]|erforderlich|obligatoire|必需|必須|обязательно)(?=\s*(?:[.。,;)）]|$))/i,
];

export function saysRequired(text: string): boolean {
  return (
    REQUIRED.some((pattern) => pattern.test(text)) && !/\bnot (?:be )?required\b|\boptional\b/i.test(text)
  );
}

/** Words around a list of values that leave it open (a page of an evolvable enumeration says so by its header). */
export function leavesValuesOpen(sentence: string): boolean {
  return /\bfor example\b|\be\.g\.|\bsuch as\b|\binclud(?:e|es|ing)\b|\bamong others\b|\betc\b|por exemplo|por ejemplo|z\. ?b\.|zum beispiel|例如|たとえば|например/i.test(
    sentence,
  );
}
