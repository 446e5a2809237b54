"""`doorstep-school`: the command line of the school's end. Must not hold anything but the list of its commands."""

from __future__ import annotations

import typer

from app.school.commands import importing, people, setting_up

cli = typer.Typer(
    name="doorstep-school",
    help="The school's end of Doorstep: the endpoint that laptops sync with, its board, and its caseload.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("init")(setting_up.init)
cli.command("serve")(setting_up.serve)
cli.command("add-tutor")(people.add_tutor)
cli.command("enrol-code")(people.enrol_code)
cli.command("import-caseload")(importing.import_caseload)
cli.command("import-timetable")(importing.import_timetable)
cli.command("add-person")(people.add_person)
cli.command("revoke-device")(people.revoke_device)
cli.command("list")(people.list_all)
cli.command("migrate")(setting_up.migrate)
cli.command("doctor")(setting_up.doctor)
cli.command("openapi")(setting_up.openapi)


def main() -> None:
    """Run a command."""
    cli()


if __name__ == "__main__":
    main()
