"""What must agree between the sections of one pack: ids, roles, gates, cycles, forms. Must not read files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.policy.schema.pack import Pack
from app.policy.toml_lines import Path

Problem = tuple[Path, str]

_WITH_IDS = (
    "role",
    "document",
    "vetting",
    "training",
    "gate",
    "check",
    "notify",
    "cycle",
    "limit",
    "plan_rule",
    "risk_template",
    "form",
    "checklist",
    "report",
    "code_hint",
    "end_rule",
    "text",
)


def problems(pack: Pack) -> Iterator[Problem]:
    """Every disagreement, as the path of the key and what is wrong with it."""
    yield from _doubled_ids(pack)
    yield from _unknown_roles(pack)
    yield from _unknown_gates(pack)
    yield from _unknown_cycles_and_forms(pack)


def section(pack: Pack, name: str) -> tuple[object, ...]:
    """The items of a list section by its TOML name."""
    fields = type(pack).model_fields
    attribute = next(field for field, info in fields.items() if (info.alias or field) == name)
    items: tuple[object, ...] = getattr(pack, attribute)
    return items


def _doubled_ids(pack: Pack) -> Iterator[Problem]:
    for name in _WITH_IDS:
        seen: set[str] = set()
        for index, item in enumerate(section(pack, name)):
            ident = str(getattr(item, "id"))  # noqa: B009 # every section of _WITH_IDS has ids; their types differ
            if ident in seen:
                yield (name, index, "id"), f'the id "{ident}" is used twice in [[{name}]]'
            seen.add(ident)
    classes: set[str] = set()
    for index, retention in enumerate(pack.retentions):
        if retention.class_ in classes:
            yield ("retention", index, "class"), f'the class "{retention.class_}" is kept twice'
        classes.add(retention.class_)


def _unknown_roles(pack: Pack) -> Iterator[Problem]:
    known = {role.id for role in pack.roles}
    for path, role in (*_roles_of_rules(pack), *_roles_of_settings(pack), *_roles_of_papers(pack)):
        if role not in known:
            yield path, f'the role "{role}" is not declared in any [[role]]'


def _each(path: Path, roles: Iterable[str]) -> Iterator[tuple[Path, str]]:
    return (((*path, index), role) for index, role in enumerate(roles))


def _roles_of_rules(pack: Pack) -> Iterator[tuple[Path, str]]:
    for i, document in enumerate(pack.documents):
        yield from _each(("document", i, "who"), document.who)
    for i, gate in enumerate(pack.gates):
        yield from _each(("gate", i, "override", "by"), gate.override.by if gate.override else ())
    for i, notice in enumerate(pack.notifies):
        yield from _each(("notify", i, "from"), notice.from_)
        yield from _each(("notify", i, "to"), notice.to)
        yield from _each(("notify", i, "escalate_to"), notice.escalate_to)
    for i, cycle in enumerate(pack.cycles):
        yield ("cycle", i, "organiser"), cycle.organiser
        for j, participant in enumerate(cycle.participants):
            yield ("cycle", i, "participants", j, "role"), participant.role
    for i, rule in enumerate(pack.end_rules):
        yield ("end_rule", i, "decide"), rule.decide


def _roles_of_settings(pack: Pack) -> Iterator[tuple[Path, str]]:
    if pack.online:
        yield from _each(("online", "invite"), pack.online.invite)
    if pack.lone_working:
        yield from _each(("lone_working", "aware_roles"), pack.lone_working.aware_roles)
    if pack.contact:
        yield from _each(("contact", "allowed"), pack.contact.allowed)


def _roles_of_papers(pack: Pack) -> Iterator[tuple[Path, str]]:
    for i, template in enumerate(pack.risk_templates):
        yield ("risk_template", i, "prepared_by"), template.prepared_by
        yield ("risk_template", i, "approved_by"), template.approved_by
    for i, form in enumerate(pack.forms):
        yield ("form", i, "who"), form.who
    for i, report in enumerate(pack.reports):
        yield from _each(("report", i, "audience"), report.audience)
    for i, text in enumerate(pack.texts):
        yield ("text", i, "audience"), text.audience


def _unknown_gates(pack: Pack) -> Iterator[Problem]:
    gates = {gate.id for gate in pack.gates}
    for i, check in enumerate(pack.checks):
        for j, gate in enumerate(check.otherwise):
            if gate not in gates:
                yield ("check", i, "otherwise", j), f'the gate "{gate}" is not declared in any [[gate]]'


def _unknown_cycles_and_forms(pack: Pack) -> Iterator[Problem]:
    cycles = {cycle.id for cycle in pack.cycles}
    for i, report in enumerate(pack.reports):
        if report.cycle is not None and report.cycle not in cycles:
            yield ("report", i, "cycle"), f'the cycle "{report.cycle}" is not declared in any [[cycle]]'
    forms = {f"form:{form.id}" for form in pack.forms}
    for i, cycle in enumerate(pack.cycles):
        for j, output in enumerate(cycle.outputs):
            if output.startswith("form:") and output not in forms:
                yield ("cycle", i, "outputs", j), f'"{output}" names a form that is not declared in any [[form]]'
