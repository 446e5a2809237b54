"""Papers that people fill in: risk assessments, forms, check lists, reports. Must not hold anybody's answers."""

from typing import Literal

from pydantic import Field

from app.policy.schema.base import Cite, Id, Part, RoleId, Words
from app.policy.schema.more_words import FieldType
from app.policy.schema.shared import Cadence
from app.policy.schema.words import Moment


class RiskRow(Part):
    """One hazard with the controls the template starts from."""

    heading: Words
    hazard: Words
    likelihood: Literal["low", "low_to_medium", "medium", "high"] | None = None
    impact: Literal["low", "medium", "high"] | None = None
    controls: tuple[Words, ...] = ()
    further: tuple[Words, ...] = ()
    responsible: tuple[Words, ...] = ()
    frequency: Cadence | None = None


class RiskTemplate(Part):
    """[[risk_template]]: a risk assessment to copy and adapt."""

    id: Id
    title: Words
    style: Literal["likelihood_impact", "mitigation_frequency"]
    triggers: tuple[Moment, ...]
    prepared_by: RoleId
    approved_by: RoleId
    review: Cadence
    rows: tuple[RiskRow, ...] = Field(alias="row", min_length=1)
    cite: Cite | None = None


class FormField(Part):
    """One field of a form."""

    id: Id
    label: Words
    type: FieldType
    required: bool = False
    options: tuple[Words, ...] = ()


class Form(Part):
    """[[form]]: a form as the policy prints it; `ref` is its name there."""

    id: Id
    title: Words
    ref: Words
    who: RoleId
    fields: tuple[FormField, ...] = Field(alias="field", min_length=1)
    cite: Cite | None = None


class ChecklistGroup(Part):
    title: Words
    questions: tuple[Words, ...] = Field(min_length=1)


class Checklist(Part):
    """[[checklist]]: questions answered yes, no or not applicable, with evidence, date and by whom."""

    id: Id
    title: Words
    groups: tuple[ChecklistGroup, ...] = Field(alias="group", min_length=1)
    cite: Cite | None = None


class Report(Part):
    """[[report]]: which report goes to whom, in which cycle."""

    id: Id
    template: Id
    audience: tuple[RoleId, ...] = Field(min_length=1)
    cycle: Id | None = None
    sections: tuple[Id, ...] = ()
    anonymise: bool = False
    cite: Cite | None = None
