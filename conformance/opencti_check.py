"""Checks bundles in the profile for OpenCTI as its import would take them.

    python opencti_check.py BUNDLE.json...

The splitter of pycti cuts each bundle; nothing may be left over, and no reference may get lost. The ties of
channels are held to what OpenCTI allows. Of pycti only the splitter is loaded, so that its many dependencies
need not be there. Prints what is wrong; the exit code is 1 then.
"""

import functools
import importlib
import importlib.util
import json
import subprocess
import sys
import types
from pathlib import Path

# What a channel may be tied to, by relation; everything may be `related-to`.
CHANNEL = {
    "targets": {"identity", "location", "event", "vulnerability"},
    "uses": {"infrastructure", "language", "narrative", "attack-pattern", "malware", "tool"},
    "publishes": {"file", "url", "text", "domain-name", "hostname", "media-content"},
    "amplifies": {"channel", "media-content"},
    "belongs-to": {"user-account", "identity", "threat-actor", "intrusion-set"},
    "derived-from": {"channel"},
}
# Findings of the validator outside its strict mode: a tie or a type of account that STIX does not name; and the
# id of an observable of OpenCTI, which the validator takes for an object.
CODES = {"202", "244"}


@functools.cache
def splitters():
    """The class of the splitter, without the client around it."""
    spec = importlib.util.find_spec("pycti")
    if spec is None:
        sys.exit("pycti is not installed")
    root = Path(spec.origin).parent if spec.origin else Path(list(spec.submodule_search_locations)[0])
    for name, folder in (("pycti", root), ("pycti.utils", root / "utils")):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    sys.modules.setdefault("datefinder", types.ModuleType("datefinder"))
    return importlib.import_module("pycti.utils.opencti_stix2_splitter").OpenCTIStix2Splitter


def references(value):
    return [v for k, v in value.items() if k.endswith("_ref")] + [
        r for k, v in value.items() if k.endswith("_refs") for r in v
    ]


def check(path):
    text = Path(path).read_text()
    bundle = json.loads(text)
    wanted = {o["id"]: sorted(references(o)) for o in bundle["objects"]}
    _, left_over, parts = splitters()().split_bundle_with_expectations(text)
    for item in left_over:
        yield f"{item['id']}: the import does not take it"
    got = {o["id"]: o for part in parts for o in json.loads(part)["objects"]}
    for one in sorted(wanted.keys() - got.keys()):
        yield f"{one}: lost"
    for one in sorted(wanted.keys() & got.keys()):
        if got[one]["type"] in ("relationship", "note", "opinion") and sorted(references(got[one])) != wanted[one]:
            yield f"{one}: lost a reference"
    kinds = {o["id"]: o["type"] for o in bundle["objects"]}
    for tie in (o for o in bundle["objects"] if o["type"] == "relationship"):
        source, target, rel = kinds[tie["source_ref"]], kinds[tie["target_ref"]], tie["relationship_type"]
        if source == "channel" and rel != "related-to" and target not in CHANNEL.get(rel, set()):
            yield f"{tie['id']}: channel {rel} {target}"
    yield from validator(path)


def validator(path):
    """Findings of stix2-validator in its default mode, beyond those that are known."""
    tool = Path(sys.executable).parent / "stix2_validator"
    printed = subprocess.run([tool, path], capture_output=True, text=True, check=False).stdout
    for line in printed.splitlines():
        code = line[line.index("{") + 1 : line.index("}")] if "{" in line and "}" in line else ""
        if "[X]" in line and "103" not in code and "media-content" not in line:
            yield line.strip()
        elif code.isdigit() and code not in CODES and not (code == "103" and "media-content" in line):
            yield line.strip()


def main(paths):
    wrong = 0
    for path in paths:
        for line in check(path):
            print(f"{path}: {line}")
            wrong += 1
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
