/** Generated from the documentation pages by `graph-contracts extract`. */
export interface paths {
    "/me/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create profile
         * @description Adds a profile to a user.
         */
        post: operations["postMeProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{usersId}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create profile
         * @description Adds a profile to a user.
         */
        post: operations["postUsersByUsersIdProfile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** profile */
        "microsoft.graph.profile": {
            /** @enum {string} */
            "@odata.type"?: "#microsoft.graph.profile";
            /** @description Inherited from entity */
            readonly id: string;
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postMeProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["microsoft.graph.profile"];
            };
        };
        responses: {
            /** @description On success the answer is 201 Created and its body holds the new profile object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["microsoft.graph.profile"] & Record<string, never>;
                };
            };
        };
    };
    postUsersByUsersIdProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                usersId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["microsoft.graph.profile"];
            };
        };
        responses: {
            /** @description On success the answer is 201 Created and its body holds the new profile object. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["microsoft.graph.profile"] & Record<string, never>;
                };
            };
        };
    };
}
