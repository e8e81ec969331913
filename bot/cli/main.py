"""The ``jiezhu`` command: one file per command beside this one."""

from __future__ import annotations

import typer

from bot.cli import (
    bench,
    chat,
    check,
    demo_step,
    demo_token,
    doctor,
    drill,
    evaluate,
    handoff,
    lint,
    parts,
    run,
    settings_table,
    staff_add,
    staff_list,
    staff_set,
    stories,
    suggest,
    train,
    try_it,
)

app = typer.Typer(
    name="jiezhu",
    help="接住 (Jiezhu): customer service for online shops. 接住情绪，解决问题。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("run")(run.run)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("suggest")(suggest.suggest)
app.add_typer(bench.app, name="bench")
app.command("drill")(drill.drill)
app.command("chat")(chat.chat)
app.command("try")(try_it.try_it)
app.command("check")(check.check)
app.command("lint")(lint.lint)
app.command("stories")(stories.stories)
app.command("doctor")(doctor.doctor)
app.command("handoff")(handoff.handoff)
app.command("settings")(settings_table.settings_command)
app.command("staff-add")(staff_add.staff_add)
app.command("staff-set")(staff_set.staff_set)
app.command("staff-list")(staff_list.staff_list)
app.command("demo-token")(demo_token.demo_token)
app.command("demo-step")(demo_step.demo_step)
app.command("store")(parts.store)
app.command("engine")(parts.engine)
app.command("actions")(parts.actions)
app.command("hub")(parts.hub)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
