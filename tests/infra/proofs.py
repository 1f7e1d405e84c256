"""What must be true of a plan or a state of infra/, each as one function that says what is not. See test_tf_proofs.py.

A plan does not know what Google gives out, such as addresses: there only what the configuration refers to is looked at.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from shared.stores._indexes import declared
from tests.functions.doors import ROOT
from tests.infra.code import emitted, settings
from tests.infra.terraform import DOORS, INFRA, tools

Doc = Mapping[str, Any]
PUBLIC: Final = {"receive", "desk"}
PUBLISHERS: Final = {"receive", "watch", "collect", "desk"}
CLOCKS: Final = {"watch", "digest", "collect"}
TICKS: Final = {"watch": "* * * * *", "digest": "*/15 * * * *", "collect": "*/5 * * * *"}
ACCOUNTS: Final = {*DOORS, "push", "clock", "build"}
GRANTABLE: Final = {"roles/datastore.user", "roles/logging.logWriter", "roles/storage.objectViewer"}
BASIC: Final = {"roles/owner", "roles/editor", "roles/viewer", "roles/iam.serviceAccountTokenCreator"}


def found(doc: Doc, kind: str) -> dict[str, dict[str, Any]]:
    """The values of each resource of a kind, by key; a lone one by its name."""
    return {str(one.get("index", one["name"])): one["values"] for one in tools().report.resources(doc, kind)}


def given(doc: Doc) -> dict[str, Any]:
    """The variables that it was made with. A state does not tell them; so what is asked for here comes from a plan."""
    return {name: one.get("value") for name, one in doc["variables"].items()}


def refers(plan: Doc, address: str, *path: str) -> list[str]:
    """What the configuration refers to at one place, such as push_config, push_endpoint."""
    resources = plan["configuration"]["root_module"]["resources"]
    at: Any = next(one["expressions"] for one in resources if one["address"] == address)
    for part in path:
        at = (at[0] if isinstance(at, list) else at)[part]
    return list(at.get("references", ()))


def matrix(plan: Doc) -> None:
    """T4: the grants are those of the table, nothing missing and nothing more; exactly two services are public."""
    variables = given(plan)
    project, prefix = variables["project_id"], f"heard-{variables['env'] or 'prod'}"
    data = tools().report.resources({"values": plan["prior_state"]["values"]}, "google_project", data=True)
    agent = f"serviceAccount:service-{data[0]['values']['number']}@gcp-sa-pubsub.iam.gserviceaccount.com"
    standing = set(found(plan, "google_cloudfunctions2_function"))

    def account(name: str) -> str:
        return f"serviceAccount:{prefix}-{name}@{project}.iam.gserviceaccount.com"

    wanted = {("google_project", project, "roles/datastore.user", account(door)) for door in DOORS}
    topic = ("google_pubsub_topic", f"{prefix}-interactions", "roles/pubsub.publisher")
    wanted |= {(*topic, account(door)) for door in PUBLISHERS}
    wanted |= {
        ("google_secret_manager_secret", f"{prefix}-{name}", "roles/secretmanager.secretAccessor", account(door))
        for name, secret in (variables["secrets"] or {}).items()
        for door in secret["doors"]
    }
    callers = (
        dict.fromkeys(PUBLIC, "allUsers") | {"acknowledge": account("push")} | dict.fromkeys(CLOCKS, account("clock"))
    )
    wanted |= {
        ("google_cloud_run_v2_service", f"{prefix}-{door}", "roles/run.invoker", who)
        for door, who in callers.items()
        if door in standing
    }
    wanted |= {
        ("google_project", project, "roles/logging.logWriter", account("build")),
        ("google_project", project, "roles/storage.objectViewer", account("build")),
        ("google_artifact_registry_repository", prefix, "roles/artifactregistry.writer", account("build")),
        ("google_storage_bucket", f"{project}-{prefix}-source", "roles/storage.objectViewer", account("build")),
        ("google_pubsub_topic", f"{prefix}-dead", "roles/pubsub.publisher", agent),
    }
    if "acknowledge" in standing:
        wanted.add(("google_pubsub_subscription", f"{prefix}-acknowledge", "roles/pubsub.subscriber", agent))
    grants = tools().report.grants(plan)
    assert wanted - grants == set(), "missing"
    assert grants - wanted == set(), "more than the table has"
    _only_members(plan)
    narrowed = {
        (role["role"], door): role["condition"][0]["expression"]
        for door, role in [*found(plan, "google_project_iam_member").items()]
        if role["condition"]
    }
    database = f'resource.name == "projects/{project}/databases/{prefix}"'
    assert all(narrowed.get(("roles/datastore.user", door)) == database for door in DOORS), "the whole project's data"
    assert "gcf-v2-sources-" in narrowed[("roles/storage.objectViewer", "build_sources")], "every bucket is read"


def _only_members(plan: Doc) -> None:
    kinds = {one["type"] for one in tools().report.resources(plan)}
    assert not {kind for kind in kinds if kind.endswith(("_iam_binding", "_iam_policy"))}, "removes others' grants"
    assert not {grant for grant in tools().report.grants(plan) if grant[2] in BASIC}, "a basic role"


def accounts(plan: Doc) -> None:
    """Section 6: one account for each door, and none that two doors share."""
    assert set(found(plan, "google_service_account")) == ACCOUNTS
    functions = found(plan, "google_cloudfunctions2_function")
    used = {door: one["service_config"][0]["service_account_email"].split("@")[0] for door, one in functions.items()}
    assert all(account.endswith(f"-{door}") for door, account in used.items()), used
    assert len(set(used.values())) == len(used)


def subscriptions(plan: Doc) -> None:
    """T5: the numbers, the dead letter with its two grants, and whose address is pushed to."""
    both = found(plan, "google_pubsub_subscription")
    push = both["acknowledge"]
    assert push["ack_deadline_seconds"] == 600
    assert push["message_retention_duration"] == "604800s"
    assert push["expiration_policy"] == [{"ttl": ""}], "31 idle days would delete it"
    assert push["retry_policy"] == [{"minimum_backoff": "10s", "maximum_backoff": "600s"}]
    assert [one["max_delivery_attempts"] for one in push["dead_letter_policy"]] == [100]
    address = "google_pubsub_subscription.acknowledge"
    uri = 'google_cloudfunctions2_function.door["acknowledge"].service_config[0].uri'
    assert "google_pubsub_topic.dead.id" in refers(plan, address, "dead_letter_policy", "dead_letter_topic")
    assert uri in refers(plan, address, "push_config", "push_endpoint"), "not the service's own address"
    assert uri in refers(plan, address, "push_config", "oidc_token", "audience"), "not the service's own address"
    who = refers(plan, address, "push_config", "oidc_token", "service_account_email")
    assert 'google_service_account.door["push"].email' in who
    dead = both["dead"]
    assert dead["message_retention_duration"] == f"{(given(plan)['dead_days'] or 31) * 86400}s"
    assert dead["expiration_policy"] == [{"ttl": ""}]
    grants = {(kind, role) for kind, _, role, who in tools().report.grants(plan) if "gcp-sa-pubsub" in str(who)}
    agent = {
        ("google_pubsub_topic", "roles/pubsub.publisher"),
        ("google_pubsub_subscription", "roles/pubsub.subscriber"),
    }
    assert grants == agent, "nothing would be forwarded, and nothing would say so"
    for topic in found(plan, "google_pubsub_topic").values():
        policy = topic["message_storage_policy"][0]
        assert policy["enforce_in_transit"]
        assert policy["allowed_persistence_regions"] == [given(plan)["region"] or "europe-west1"]


def ledger(plan: Doc) -> None:
    """T6: indexes, exempt fields and expiry are those that the code declares, and the file is written from it."""
    assert json.loads((INFRA / "indexes.json").read_bytes()) == declared(), "run: make indexes"
    wanted = {
        (one["collection"], "COLLECTION", tuple((field, "ASCENDING") for field in one["fields"]))
        for one in declared()["indexes"].values()
    }
    assert tools().report.indexes(plan) == wanted
    exempt = {(room, field) for room, fields in declared()["unindexed"].items() for field in fields}
    assert tools().report.exemptions(plan) == exempt
    expiring = {
        one["collection"]: one["field"] for one in found(plan, "google_firestore_field").values() if one["ttl_config"]
    }
    assert expiring == declared()["ttl"]
    database = found(plan, "google_firestore_database")["ledger"]
    protected = {True: "ENABLED", False: "DISABLED"}[given(plan)["keep_data"]]
    assert database["delete_protection_state"] == f"DELETE_PROTECTION_{protected}"
    assert database["point_in_time_recovery_enablement"] == "POINT_IN_TIME_RECOVERY_ENABLED"
    assert database["deletion_policy"] == "DELETE", "destroy would leave the data behind"
    kept = {one["retention"] for one in found(plan, "google_firestore_backup_schedule").values()}
    assert kept == {"604800s", "4838400s"}


def doors(plan: Doc) -> None:
    """T7: every door of functions/ is deployed by its entry point, with ceilings, threads and settings that exist."""
    functions = found(plan, "google_cloudfunctions2_function")
    deadline = found(plan, "google_pubsub_subscription")["acknowledge"]["ack_deadline_seconds"]
    assert set(functions) == {main.parent.name for main in (ROOT / "functions").glob("*/main.py")} - {"local"}
    known = settings()
    for door, one in functions.items():
        service, build = one["service_config"][0], one["build_config"][0]
        tree = ast.parse((ROOT / "functions" / door / "main.py").read_bytes())
        assert build["entry_point"] in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert build["environment_variables"] == {"GOOGLE_FUNCTION_SOURCE": "main.py"}
        assert 1 <= service["max_instance_count"] <= 10, f"{door} has no ceiling"
        environment = service["environment_variables"]
        assert int(environment["THREADS"]) >= max(4, service["max_instance_request_concurrency"]), door
        assert service["timeout_seconds"] < deadline
        assert set(environment) - {"THREADS"} <= known, set(environment) - known
        ingress = service["ingress_settings"]
        outside = "ALLOW_INTERNAL_AND_GCLB" if given(plan)["domain"] else "ALLOW_ALL"
        assert ingress == (outside if door in PUBLIC else "ALLOW_INTERNAL_ONLY"), f"{door}: {ingress}"


def schedules(plan: Doc) -> None:
    """Section 5: ticks in UTC, called as the clock account, at the service's own address."""
    jobs = found(plan, "google_cloud_scheduler_job")
    assert {door: job["schedule"] for door, job in jobs.items()} == TICKS
    assert {job["time_zone"] for job in jobs.values()} == {"Etc/UTC"}
    assert {door: job["retry_config"][0]["retry_count"] for door, job in jobs.items()} == {
        "watch": 0,
        "collect": 0,
        "digest": 3,
    }
    functions = found(plan, "google_cloudfunctions2_function")
    for door, job in jobs.items():
        assert job["attempt_deadline"] == f"{functions[door]['service_config'][0]['timeout_seconds'] + 5}s"
    address = "google_cloud_scheduler_job.tick"
    for path in (("http_target", "uri"), ("http_target", "oidc_token", "audience")):
        assert "google_cloudfunctions2_function.door" in refers(plan, address, *path)


def secrets(plan: Doc) -> None:
    """T9 and T10: each secret is mounted, pinned, on its own doors alone; no value, version or key is made here."""
    variables = given(plan)
    wanted, versions = variables["secrets"] or {}, variables["secret_versions"] or {}
    assert set(found(plan, "google_secret_manager_secret")) == set(wanted)
    for door, one in found(plan, "google_cloudfunctions2_function").items():
        service = one["service_config"][0]
        mounted = {
            (secret["key"], secret["secret"], secret["version"]) for secret in service["secret_environment_variables"]
        }
        prefix = f"heard-{variables['env'] or 'prod'}"
        assert mounted == {
            (secret["env"], f"{prefix}-{name}", versions[name])
            for name, secret in wanted.items()
            if door in secret["doors"]
        }, door
        plain = service["environment_variables"]
        assert not {secret["env"] for secret in wanted.values()} & set(plain), f"{door}: a secret in plain settings"
        assert not [name for name in plain if re.search(r"PASSWORD|_TOKEN|_KEY$|SIGNING", name)], door
    kinds = {one["type"] for one in tools().report.resources(plan)}
    assert not kinds & {"google_secret_manager_secret_version", "google_service_account_key"}


def alerts(plan: Doc) -> None:
    """T11: every alert goes to somebody, names its entry in the runbook, and looks at what the code really says."""
    policies = [one["values"] for one in tools().report.resources(plan, "google_monitoring_alert_policy")]
    assert len(policies) >= 13
    metrics = {one["name"]: one for one in found(plan, "google_logging_metric").values()}
    events = emitted()
    for metric in metrics.values():
        event = re.search(r'jsonPayload\.event="([^"]+)"', metric["filter"])
        assert event, metric["name"]
        assert event[1] in events, f"{event[1]}: nothing in the code says so"
        looked_at = re.findall(r"jsonPayload\.(?!event=)(\w+)", metric["filter"])
        for part in [*looked_at, *(metric["label_extractors"] or {})]:
            assert part in events[event[1]], f"{event[1]} has no {part}"
    for policy in policies:
        name = policy["display_name"]
        assert policy["severity"], name
        assert re.fullmatch(r"(3[6-9]|[4-9]\d|\d{3,4})\d\ds", policy["alert_strategy"][0]["auto_close"]), name
        entry = re.fullmatch(r"See docs/operations.md, runbook: ([a-z_]+)", policy["documentation"][0]["content"])
        assert entry, name
        for condition in policy["conditions"]:
            (kind,) = [key for key in ("condition_threshold", "condition_absent") if condition[key]]
            looked = condition[kind][0]
            assert int(looked["duration"][:-1]) % 60 == 0, f"{name}: whole minutes"
            own = re.search(r"logging\.googleapis\.com/user/([a-z-]+)", looked["filter"])
            assert own is None or own[1] in metrics, f"{name} looks at {own and own[1]}, which nothing counts"
    for address in ("threshold", "share", "silence"):
        channel = refers(plan, f"google_monitoring_alert_policy.{address}", "notification_channels")
        assert "google_monitoring_notification_channel.mail.id" in channel, address
    (board,) = found(plan, "google_monitoring_dashboard").values()
    for tile in json.loads(board["dashboard_json"])["mosaicLayout"]["tiles"]:
        for one in tile["widget"]["xyChart"]["dataSets"]:
            looked = one["timeSeriesQuery"]["timeSeriesFilter"]
            metric = metrics[looked["filter"].partition("/user/")[2].partition('"')[0]]
            shown = {f"metric.label.{label}" for label in metric["label_extractors"] or {}}
            assert set(looked["aggregation"]["groupByFields"]) == shown, f"{metric['name']}: not by its label"
    budget = found(plan, "google_billing_budget")
    assert len(budget) == bool(given(plan)["billing_account"])


def runbook(plan: Doc) -> list[str]:
    """The entries that alerts name."""
    policies = tools().report.resources(plan, "google_monitoring_alert_policy")
    return sorted(one["values"]["documentation"][0]["content"].rpartition(": ")[2] for one in policies)


def edge(plan: Doc) -> None:
    """Section 6b: with a domain the load balancer is the only way in, and floods from one address are held back."""
    policy = found(plan, "google_compute_security_policy")
    if not given(plan)["domain"]:
        assert not policy
        return
    rules = {rule["priority"]: rule for one in policy.values() for rule in one["rule"]}
    throttle = rules[min(rules)]
    assert throttle["action"] == "throttle"
    assert throttle["rate_limit_options"][0]["exceed_action"] == "deny(429)"
    assert {one["min_tls_version"] for one in found(plan, "google_compute_ssl_policy").values()} == {"TLS_1_2"}
    assert {one["load_balancing_scheme"] for one in found(plan, "google_compute_backend_service").values()} == {
        "EXTERNAL_MANAGED"
    }
    assert set(found(plan, "google_compute_backend_service")) == PUBLIC


def deployer(plan: Doc) -> None:
    """Section 6: CI deploys, reads no secret and makes nobody an owner; CI is one branch and some environments."""
    admin = found(plan, "google_project_iam_member")["deploy_grants"]
    assert set(re.findall(r"roles/[\w.]+", admin["condition"][0]["expression"])) == GRANTABLE
    held = {role for _, _, role, _ in tools().report.grants(plan)}
    assert not held & (BASIC | {"roles/secretmanager.admin", "roles/secretmanager.secretAccessor"})
    places = found(plan, "google_project_iam_custom_role")["secret_places"]
    assert "secretmanager.versions.access" not in places["permissions"]
    (provider,) = found(plan, "google_iam_workload_identity_pool_provider").values()
    github = given(plan)["github"]
    subjects = [
        f"ref:refs/heads/{github.get('branch') or 'main'}",
        *(f"environment:{one}" for one in github["environments"]),
    ]
    listed = ", ".join(f"'repo:{github['repository']}:{one}'" for one in subjects)
    assert provider["attribute_condition"].split(" && ") == [
        f"assertion.repository_id == '{github['repository_id']}'",
        f"assertion.repository_owner_id == '{github['owner_id']}'",
        f"assertion.sub in [{listed}]",
    ]


PROOFS: Final[dict[str, Callable[[Doc], None]]] = {
    one.__name__: one for one in (matrix, accounts, subscriptions, ledger, doors, schedules, secrets, alerts, edge)
}
