import { describe, expect, it } from "vitest";
import { isParameterOf, parameterKey, parametersFor } from "./parameters.ts";

describe("values of path parameters", () => {
  const values = {
    id: "any",
    "/me/skills/{id}:id": "skill",
    "/Users/{user-id}/skills/{x}:user-id": "robin",
  };
  it.each([
    ["/me/notes/{id}", { id: "any" }],
    ["/me/skills/{id}", { id: "skill" }],
    ["/me/skills/{id}/levels/{levelId}", { id: "skill" }],
    ["/me/skillsets/{id}", { id: "any" }],
    ["/me/skills/{skillId}", { skillId: "skill" }],
    ["/users/{usersId}/skills/{skillId}", { usersId: "robin" }],
    ["/me", {}],
  ])("%s", (template, expected) => {
    expect(parametersFor(values, template)).toEqual(expected);
  });

  it("belong to a template or to none", () => {
    expect(isParameterOf("/me/skills/{id}", "/me/skills/{id}:id")).toBe(true);
    expect(isParameterOf("/me/skills/{id}", "/me/skills/{id}:other")).toBe(false);
    expect(isParameterOf("/me/skills/{id}", "/me/notes/{id}:id")).toBe(false);
  });

  it("are asked for by name where that is enough", () => {
    const templates = ["/users/{userId}", "/users/{userId}/notes/{id}", "/me/notes/{id}"];
    expect(parameterKey(templates, "/users/{userId}", "userId")).toBe("userId");
    expect(parameterKey(templates, "/me/notes/{id}", "id")).toBe("/me/notes/{id}:id");
  });
});
