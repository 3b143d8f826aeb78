"""Checks MISP events against pymisp and the object templates that it ships.

    python misp_check.py EVENT.json...

Each event is loaded by pymisp, and its objects are made again in strict mode. Then, from the templates
themselves: UUID and version, that every relation exists with its type, that what may stand once stands once,
that what is required is there; UUIDs occur once, what a tie names is in the event. Prints what is wrong; the
exit code is 1 then.
"""

import json
import sys
from pathlib import Path

import pymisp
from pymisp import MISPEvent, MISPNote, MISPObject, MISPOpinion, MISPRelationship

TEMPLATES = Path(pymisp.__file__).parent / "data" / "misp-objects" / "objects"
TYPES = json.loads((Path(pymisp.__file__).parent / "data" / "describeTypes.json").read_text())["result"]
ANALYST = {"Note": MISPNote, "Opinion": MISPOpinion, "Relationship": MISPRelationship}
LEVELS = {"clear": 0, "green": 1, "amber": 2, "amber+strict": 3, "red": 4}


def level(tags):
    found = [LEVELS[t["name"][4:]] for t in tags if t["name"].startswith("tlp:")]
    return found[0] if len(found) == 1 else None


def check_attribute(attribute, ceiling, where):
    kind, category = attribute["type"], attribute["category"]
    if kind not in TYPES["category_type_mappings"].get(category, []):
        yield f"{where}: {kind} does not belong in {category}"
    own = level(attribute["Tag"])
    if own is None or own > ceiling:
        yield f"{where}: not exactly one marking, or one above that of the event"


def check_object(made, ceiling):
    name, where = made["name"], f"object {made['uuid']} ({made['name']})"
    template = json.loads((TEMPLATES / name / "definition.json").read_text())
    wanted = (template["uuid"], str(template["version"]), template["meta-category"])
    if (made["template_uuid"], made["template_version"], made["meta-category"]) != wanted:
        yield f"{where}: the template is {wanted}"
    relations = [a["object_relation"] for a in made["Attribute"]]
    for attribute in made["Attribute"]:
        relation = template["attributes"].get(attribute["object_relation"])
        if relation is None:
            yield f"{where}: no relation {attribute['object_relation']}"
            continue
        if relation["misp-attribute"] != attribute["type"]:
            yield f"{where}: {attribute['object_relation']} is a {relation['misp-attribute']}"
        if not relation.get("multiple") and relations.count(attribute["object_relation"]) > 1:
            yield f"{where}: {attribute['object_relation']} stands more than once"
        listed = relation.get("values_list")
        if listed and attribute["value"] not in listed:
            yield f"{where}: {attribute['value']!r} is not one of {listed}"
        yield from check_attribute(attribute, ceiling, where)
    if missing := set(template.get("required", [])) - set(relations):
        yield f"{where}: {missing} missing"
    if template.get("requiredOneOf") and not set(template["requiredOneOf"]) & set(relations):
        yield f"{where}: none of {template['requiredOneOf']}"
    strict = MISPObject(name, strict=True)
    for attribute in made["Attribute"]:
        strict.add_attribute(attribute["object_relation"], value=attribute["value"])


def hosts(event):
    yield "Event", event
    for kind in ("Attribute", "Object"):
        for item in event[kind]:
            yield kind, item


def check_ties(event):
    uuids = {item["uuid"] for _, item in hosts(event)}
    for kind, item in hosts(event):
        for tie in item.get("ObjectReference", []):
            if tie["object_uuid"] != item["uuid"] or tie["referenced_uuid"] not in uuids:
                yield f"reference {tie['uuid']}: an end is not in the event"
        for name, made in ANALYST.items():
            for data in item.get(name, []):
                if data["object_uuid"] != item["uuid"] or data["object_type"] != kind:
                    yield f"{name} {data['uuid']}: is not about what it stands on"
                if name == "Relationship" and data["related_object_uuid"] not in uuids:
                    yield f"{name} {data['uuid']}: an end is not in the event"
                made().from_dict(**data)


def all_uuids(value):
    if isinstance(value, dict):
        if isinstance(value.get("uuid"), str):
            yield value["uuid"]
        for inner in value.values():
            yield from all_uuids(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from all_uuids(inner)


def check(path):
    text = Path(path).read_text()
    event = json.loads(text)["Event"]
    loaded = MISPEvent()
    loaded.load(text, validate=False)
    if (len(loaded.objects), len(loaded.attributes)) != (len(event["Object"]), len(event["Attribute"])):
        yield "pymisp read another number of objects or attributes"
    ceiling = level(event["Tag"])
    if ceiling is None:
        yield "the event has not exactly one marking"
        return
    for made in event["Object"]:
        yield from check_object(made, ceiling)
    for attribute in event["Attribute"]:
        yield from check_attribute(attribute, ceiling, f"attribute {attribute['uuid']}")
    yield from check_ties(event)
    seen = list(all_uuids(event))
    if len(seen) != len(set(seen)):
        yield "a UUID occurs twice"


def main(paths):
    wrong = 0
    for path in paths:
        for line in check(path):
            print(f"{path}: {line}")
            wrong += 1
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
