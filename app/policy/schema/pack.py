"""The whole pack: every section of `policy-pack/1` in one frozen model. Must not read files: loading.py does."""

from typing import Literal

from pydantic import Field, PrivateAttr

from app.policy.schema.base import Part
from app.policy.schema.head import Calendar, Combine, PackHead, Reference, Role, Text
from app.policy.schema.papers import Checklist, Form, Report, RiskTemplate
from app.policy.schema.people import Document, Training, Vetting
from app.policy.schema.rules import Check, Gate, Notify
from app.policy.schema.settings import Charge, Contact, LoneWorking, Online, Recording, Session
from app.policy.schema.terms import CodeHint, Cycle, EndRule, Limit, PlanRule, Retention


class Pack(Part):
    """One policy as data. Sections keep their TOML names in the file and read as plurals here.

    A pack that loads is complete: [pack], [calendar], [session] and [combine] and at least one role are always
    there; a once-only section that a policy says nothing about is None.
    """

    schema_: Literal["policy-pack/1"] = Field(alias="schema")
    pack: PackHead
    calendar: Calendar
    roles: tuple[Role, ...] = Field(alias="role", min_length=1)
    documents: tuple[Document, ...] = Field(default=(), alias="document")
    vettings: tuple[Vetting, ...] = Field(default=(), alias="vetting")
    trainings: tuple[Training, ...] = Field(default=(), alias="training")
    gates: tuple[Gate, ...] = Field(default=(), alias="gate")
    checks: tuple[Check, ...] = Field(default=(), alias="check")
    notifies: tuple[Notify, ...] = Field(default=(), alias="notify")
    cycles: tuple[Cycle, ...] = Field(default=(), alias="cycle")
    limits: tuple[Limit, ...] = Field(default=(), alias="limit")
    plan_rules: tuple[PlanRule, ...] = Field(default=(), alias="plan_rule")
    session: Session
    online: Online | None = None
    recording: Recording | None = None
    lone_working: LoneWorking | None = None
    contact: Contact | None = None
    risk_templates: tuple[RiskTemplate, ...] = Field(default=(), alias="risk_template")
    forms: tuple[Form, ...] = Field(default=(), alias="form")
    checklists: tuple[Checklist, ...] = Field(default=(), alias="checklist")
    reports: tuple[Report, ...] = Field(default=(), alias="report")
    code_hints: tuple[CodeHint, ...] = Field(default=(), alias="code_hint")
    charge: Charge | None = None
    end_rules: tuple[EndRule, ...] = Field(default=(), alias="end_rule")
    retentions: tuple[Retention, ...] = Field(default=(), alias="retention")
    texts: tuple[Text, ...] = Field(default=(), alias="text")
    references: tuple[Reference, ...] = Field(default=(), alias="reference")
    combine: Combine
    _content_hash: str = PrivateAttr(default="")

    @property
    def id(self) -> str:
        """The pack's own id, as cases and shelves name it."""
        return self.pack.id

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of what the file says, whatever its comments, spacing and line ends; empty if not loaded."""
        return self._content_hash
