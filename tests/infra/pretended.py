"""What the pretended `gcloud` and `terraform` run: `pretended.py FOLDER gcloud|terraform ARGUMENTS`.

Started for every call, so it imports as little as it can. See `gcloud_recorder.py`.
"""

import json
import os
import sys

PROJECT = "acme-heard"
NUMBER = "123456789012"
DOORS = ("receive", "acknowledge", "watch", "collect", "digest", "desk")
KEPT = "google/project.json"
ALWAYS = 10_000  # how often an answer is given that never ends

Held = dict  # what the project holds, a plan, a row of one: whatever JSON has
Answer = tuple[int, str, str]  # exit code, standard output, standard error


def read(file: str) -> Held:
    with open(file) as text:  # noqa: PTH123 - pathlib takes longer to import than all the rest
        return json.load(text)


def write(file: str, value: Held) -> None:
    with open(file, "w") as text:  # noqa: PTH123 - the same
        json.dump(value, text)


def keep(home: str, held: Held) -> None:
    own = f"{home}/{KEPT}.{os.getpid()}"
    write(own, held)
    os.replace(own, f"{home}/{KEPT}")  # noqa: PTH105 - the same; whoever reads meanwhile reads all or all of the former


def _main() -> int:
    home, tool, argv = sys.argv[1], sys.argv[2], sys.argv[3:]
    reads = "--data-file=-" in argv
    given = sys.stdin.read() if reads else ""
    call = {"tool": tool, "argv": argv, "given": given, "environ": dict(os.environ)}
    log = os.open(f"{home}/calls.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(log, f"{json.dumps(call)}\n".encode())  # in one piece: several may call at once
    os.close(log)
    held = read(f"{home}/{KEPT}")
    for row in held["answers"]:
        if row["times"] > 0 and set(row["words"]) <= {tool, *argv}:
            if row["times"] < ALWAYS:
                row["times"] -= 1
                keep(home, held)
            sys.stdout.write(row["out"])
            sys.stderr.write(row["err"])
            return int(row["code"])
    answer = _gcloud(argv, given, home, held) if tool == "gcloud" else _terraform(argv, home, held)
    if answer is None:
        sys.stderr.write(f"the pretended {tool} knows no {' '.join(argv)}\n")
        return 3
    code, out, err = answer
    sys.stdout.write(out)
    sys.stderr.write(err)
    return code


def _gcloud(argv: list[str], given: str, home: str, held: Held) -> Answer | None:
    words = [word for word in argv if not word.startswith("--")]
    fixed = {
        "version": {"Google Cloud SDK": "528.0.0"},
        "auth list": [{"account": "someone@acme.example", "status": "ACTIVE"}],
        "auth application-default print-access-token": "a-token-that-nobody-keeps",
        f"projects describe {PROJECT}": {"projectId": PROJECT, "projectNumber": NUMBER, "lifecycleState": "ACTIVE"},
        f"billing projects describe {PROJECT}": {"billingEnabled": True},
        "run regions list": [{"locationId": "europe-west1"}, {"locationId": "europe-north1"}],
        "resource-manager org-policies describe iam.allowedPolicyMemberDomains": {"listPolicy": {"allValues": "ALLOW"}},
        "firestore indexes composite list": [{"state": state} for state in held["indexes"]],
    }
    line = " ".join(words)
    if line in fixed:
        return 0, json.dumps(fixed[line]), ""
    if line.startswith("storage buckets describe"):
        return (0, '{"name": "b"}', "") if held["bucket"] else (1, "", "ERROR: gs://b not found: 404.")
    if line.startswith("storage cp"):
        return 0, "", ""
    if words[:2] == ["secrets", "versions"]:
        return _secrets(words[2], words[3], argv, given, home, held)
    return None


def _secrets(verb: str, name: str, argv: list[str], given: str, home: str, held: Held) -> Answer | None:
    if verb == "access":
        name = next(word.removeprefix("--secret=") for word in argv if word.startswith("--secret="))
        return 0, held["secrets"][name][int(argv[3]) - 1], ""
    if name not in held["secrets"] and name not in held["places"]:
        return 1, "", f"ERROR: (gcloud) NOT_FOUND: Secret [projects/{NUMBER}/secrets/{name}] not found."
    values = held["secrets"].setdefault(name, [])
    if verb == "add":
        values.append(given)
        keep(home, held)
        return 0, json.dumps({"name": f"projects/{NUMBER}/secrets/{name}/versions/{len(values)}"}), ""
    if verb == "list":
        rows = [
            {"name": f"projects/{NUMBER}/secrets/{name}/versions/{number}", "createTime": "2026-11-01T00:00:00Z"}
            for number in range(len(values), 0, -1)
        ]
        return 0, json.dumps(rows), ""
    return None


def _terraform(argv: list[str], home: str, held: Held) -> Answer | None:
    words = [word for word in argv if not word.startswith("-chdir")]
    if words[0] == "version":
        return 0, json.dumps({"terraform_version": "1.11.4"}), ""
    if words[0] in ("init", "workspace"):
        return 0, "", ""
    options = dict(word.lstrip("-").split("=", 1) for word in words if word.startswith("-") and "=" in word)
    if words[0] == "plan":
        targets = [word.removeprefix("-target=") for word in words if word.startswith("-target=")]
        given = read(options["var-file"]) if "var-file" in options else {}
        planned = {"variables": given, "targets": targets, "destroy": "-destroy" in words}
        write(options["out"], planned)
        return 0, "", ""
    if words[0] == "show" and len(words) == 3:
        return 0, json.dumps({"resource_changes": _changes(read(words[2]), held)}), ""
    if words[0] == "show":
        rows = [_door(door, digest) for door, digest in held["doors"].items()]
        return 0, json.dumps({"values": {"root_module": {"resources": rows}}}), ""
    if words[0] == "apply":
        _apply(read(words[-1]), home, held)
        return 0, "", ""
    if words[0] == "output":
        outputs = {
            "addresses": {"receive": "https://hooks.acme.example", "desk": "https://desk.acme.example"},
            "secrets": held["former"],
        }
        return 0, json.dumps({name: {"value": value} for name, value in outputs.items()}), ""
    return None


def _door(door: str, digest: str) -> Held:
    source = {"storage_source": [{"object": f"{door}-{digest}.zip"}]}
    values = {"build_config": [{"source": [source]}]}
    return {"type": "google_cloudfunctions2_function", "index": door, "values": values, "tainted": digest == "half"}


def _wanted(planned: Held, held: Held) -> dict[str, str]:
    """The doors after this plan, as doors.tf has it: those of which each secret has a version named."""
    if planned["destroy"]:
        return {}
    if planned["targets"]:
        named = {door for door in DOORS for target in planned["targets"] if target.endswith(f'.door["{door}"]')}
    else:
        named = set(DOORS)
    given = planned["variables"]
    stands = {} if not planned["targets"] else {k: v for k, v in held["doors"].items() if k not in named}
    for door in sorted(named):
        mounts = {name for name, about in given.get("secrets", {}).items() if door in about["doors"]}
        if mounts <= given.get("secret_versions", {}).keys() and given:
            stands[door] = given["packages"][door]["sha256"]
    return stands


def _changes(planned: Held, held: Held) -> list[Held]:
    after, before, rows = _wanted(planned, held), held["doors"], []
    for door in sorted({*after, *before}):
        if after.get(door) == before.get(door):
            continue
        actions = ["create"] if door not in before else ["delete"] if door not in after else ["update"]
        row = {"address": f'google_cloudfunctions2_function.door["{door}"]', "type": "google_cloudfunctions2_function"}
        if before.get(door) == "half" and door in after:
            actions, row["action_reason"] = ["delete", "create"], "replace_because_tainted"
        rows.append({**row, "index": door, "change": {"actions": actions}})
    return rows


def _apply(planned: Held, home: str, held: Held) -> None:
    prefix = f"heard-{planned['variables'].get('env', 'prod')}"
    places = {*held["places"], *(f"{prefix}-{name}" for name in planned["variables"].get("secrets", {}))}
    keep(home, {**held, "doors": _wanted(planned, held), "places": sorted(places), "bucket": True})


if __name__ == "__main__":
    sys.exit(_main())
