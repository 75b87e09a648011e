/** The published rules that the catalogue leans on. */
const rfc9110 = (title: string, anchor: string) => ({
  title: `RFC 9110 ${title}`,
  url: `https://www.rfc-editor.org/rfc/rfc9110#${anchor}`,
});

export const RULE = {
  mediaType: rfc9110("8.3.1: media types and their parameters", "section-8.3.1"),
  fieldNames: rfc9110("5.1: field names are case-insensitive", "section-5.1"),
  acceptEncoding: rfc9110("12.5.3: Accept-Encoding", "section-12.5.3"),
  unauthorized: rfc9110("15.5.2: 401 Unauthorized", "section-15.5.2"),
  badRequest: rfc9110("15.5.1: 400 Bad Request", "section-15.5.1"),
  unsupportedMediaType: rfc9110("15.5.16: 415 Unsupported Media Type", "section-15.5.16"),
  notFound: rfc9110("15.5.5: 404 Not Found", "section-15.5.5"),
  methodNotAllowed: rfc9110("15.5.6: 405 Method Not Allowed", "section-15.5.6"),
  authScheme: rfc9110("11.1: authentication schemes are case-insensitive", "section-11.1"),
  bearer: {
    title: "RFC 6750 2.1: the bearer token in the Authorization header",
    url: "https://www.rfc-editor.org/rfc/rfc6750#section-2.1",
  },
  graphErrors: {
    title:
      "Microsoft Graph error responses: 401 when the required authentication information is missing or not valid",
    url: "https://learn.microsoft.com/en-us/graph/errors#http-status-codes",
  },
  jsonWhitespace: {
    title: "RFC 8259 2: insignificant white space",
    url: "https://www.rfc-editor.org/rfc/rfc8259#section-2",
  },
  jsonText: {
    title: "RFC 8259 2: a JSON text is one value",
    url: "https://www.rfc-editor.org/rfc/rfc8259#section-2",
  },
  jsonOrder: {
    title: "RFC 8259 4: an object is an unordered collection",
    url: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
  },
  odataType: {
    title:
      "OData JSON Format 4.01, 4.6.3: @odata.type names the type, and may be left out where it is the declared one",
    url: "https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype",
  },
  odataEntity: {
    title: "OData JSON Format 4.01, 6: an entity is a JSON object",
    url: "https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_Entity",
  },
} as const;
