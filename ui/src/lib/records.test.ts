import { describe, expect, it } from "vitest";
import { fieldsOf, fromText, isLines, toText } from "./records";

const text = { kind: "text" };
const list = { kind: "list", items: [text] };
const shape = {
  type: "narrative",
  fields: [
    { name: "name", value: text, required: true, about: "" },
    { name: "claims", value: list, required: false, about: "" },
    { name: "n", value: { kind: "int" }, required: false, about: "" },
    { name: "more", value: { kind: "object" }, required: false, about: "" },
  ],
};

describe("fields of records", () => {
  it("go through a form unchanged", () => {
    const values: [Parameters<typeof toText>[0], unknown][] = [[text, "a"], [list, ["a", "b"]], [{ kind: "int" }, 7], [{ kind: "bool" }, false], [{ kind: "object" }, { a: [1] }]];
    for (const [kind, value] of values) expect(fromText(kind, toText(kind, value))).toEqual(value);
    expect(isLines({ kind: "list", items: [{ kind: "object" }] })).toBe(false);
  });
  it("are sent only when they changed, and as null when emptied", () => {
    const old = { name: "a", claims: ["x"], n: 3 };
    expect(fieldsOf(shape, { name: "a", claims: "", n: "4", more: "" }, old)).toEqual({ fields: { claims: null, n: 4 }, wrong: {} });
    expect(fieldsOf(shape, { name: "b" }, null)).toEqual({ fields: { name: "b" }, wrong: {} });
  });
  it("that cannot be read are named", () => {
    const { wrong } = fieldsOf(shape, { name: "b", n: "many", more: "{" }, null);
    expect(Object.keys(wrong)).toEqual(["n", "more"]);
  });
});
