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

/** What a list of values starts with. */
export const VALUES_START: RegExp = new RegExp(
  [
    "(?:possible|supported|allowed|valid) values?(?: are| is| include| can be)?\\s*:?",
    "valores possíveis(?: são)?\\s*:?",
    "valores (?:posibles|permitidos|admitidos|válidos|compatibles)(?: son| incluyen)?\\s*:?",
    "(?:mögliche|zulässige|gültige|unterstützte) werte(?: sind)?\\s*:?",
    "valeurs (?:possibles|autorisées|prises en charge)(?: sont)?\\s*:?",
    "(?:возможные|допустимые|поддерживаемые) значения(?: включают)?\\s*:?",
    "(?:可取的?值|可能的?值|支持的?值|允许的?值|有效值)(?:为|是|有|包括)?\\s*[:：]?",
    "(?:使用可能な|使用できる|可能な|可能性のある|指定できる|有効な|サポートされる)値(?:は|には|として)?\\s*[、:：]?",
  ].join("|"),
  "i",
);

/** Between two values that stand without code marks. */
export const VALUES_BETWEEN =
  /[,、，;；|]|\band\b|\bor\b|\be\b|\bou\b|\by\b|\bo\b|\bund\b|\boder\b|\bet\b|(?<=\s)(?:и|или)(?=\s)|和|或|または|および/;

/** Kinds of token in the first column of a permission table. */
export const APPLICATION = /^[\s*_]*(?:application|aplica|app\b|anwendung|アプリ|应用|(?:для\s+)?приложени)/;
export const DELEGATED = /^[\s*_]*(?:delegated|delega|délégu|delegiert|委任|委派|委托|делегир)/;
export const PERSONAL = /personal|pessoal|personnel|persönlich|個人|个人|личн/;

/** Headers of columns. */
export const TYPE_COLUMN = /\btype\b|^tipo|^typ$|类型|型$|種類|种类|^тип/;
export const DESCRIPTION_COLUMN = /descri|说明|描述|説明|beschreibung|описание|comment/;
export const MEMBER_COLUMN = /^(?:member|membro|element|miembro|mitglied|成员|メンバー|элемент|член)/;

export const READ_ONLY =
  /(?:^|[.\s(])(?:read[- ]only|somente leitura|solo lectura|lecture seule|schreibgeschützt)\b|只读|読み取り専用|только для чтения/i;

/** The base type that a property comes from; its name stays as it is in every language. */
export const INHERITED: readonly RegExp[] = [
  /(?:inherited from(?: the)?|herdad[oa] d[eao]|heredad[oa] de|hérité[e]? de|geerbt von|继承自|унаследован[оаы]? от)\s*\*{0,2}([\w.]+)/i,
  /(?<![\w.])([\w.]+)\*{0,2}\s*から継承/,
];

/** A collection, before or after the name of its items' type. */
export const COLLECTION_BEFORE =
  /^(?:collection\s*(?:of\s+|\()?|array of\s+|cole[cç]c?i?[oóã]n?o?\s+(?:de\s+)?|colección\s+(?:de\s+)?|coleção\s+(?:de\s+)?|collection de\s+|sammlung(?: von)?\s+|коллекция\s+|集合\s*)/i;
export const COLLECTION_AFTER =
  /\)?\s*\(?(?:collection|コレクション|集合|коллекция|-?sammlung|-?auflistung)\)?\s*$/i;

/** Fields that request tables list; on a page whose header names are translated (`Annehmen`), only these are names. */
export const REQUEST_FIELDS: ReadonlySet<string> = new Set([
  "authorization",
  "accept",
  "prefer",
  "range",
  "host",
  "consistencylevel",
]);
