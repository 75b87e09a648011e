/** Permission tables as security requirements (OpenAPI 3.0.3, section 4.7.30): each scope is an alternative, least privileged first. */
import type { Permissions } from "../model/index.ts";
import type { SecurityRequirement, SecurityScheme } from "../openapi/document.ts";

const AUTHORITY = "https://login.microsoftonline.com/common/oauth2/v2.0";

/** Undefined leaves the document's own requirement: any bearer token. */
export function securityOf(permissions: Permissions | undefined): SecurityRequirement[] | undefined {
  if (!permissions) return undefined;
  const delegated = [...new Set([...permissions.delegatedWork, ...permissions.delegatedPersonal])];
  const requirements = [
    ...delegated.map((scope) => ({ delegated: [scope] })),
    ...permissions.application.map((scope) => ({ application: [scope] })),
  ];
  return requirements.length > 0 ? requirements : undefined;
}

export function securitySchemes(permissions: readonly Permissions[]): Record<string, SecurityScheme> {
  const delegated = scopes(
    permissions.flatMap((table) => [...table.delegatedWork, ...table.delegatedPersonal]),
  );
  const application = scopes(permissions.flatMap((table) => [...table.application]));
  return {
    bearer: { type: "http", scheme: "bearer", description: "An access token in the Authorization header." },
    ...(Object.keys(delegated).length === 0
      ? {}
      : {
          delegated: {
            type: "oauth2",
            description: "On behalf of a signed-in user.",
            flows: {
              authorizationCode: {
                authorizationUrl: `${AUTHORITY}/authorize`,
                tokenUrl: `${AUTHORITY}/token`,
                scopes: delegated,
              },
            },
          },
        }),
    ...(Object.keys(application).length === 0
      ? {}
      : {
          application: {
            type: "oauth2",
            description: "As an application, without a user.",
            flows: { clientCredentials: { tokenUrl: `${AUTHORITY}/token`, scopes: application } },
          },
        }),
  };
}

function scopes(names: readonly string[]): Record<string, string> {
  return Object.fromEntries([...new Set(names)].sort().map((name) => [name, ""]));
}
