"""The `kg` command: one module a subcommand, loaded when it is used."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from kg import __version__
from kg.errors import KGError

COMMANDS = {
    "build": "Build a graph from news articles.",
    "remove": "Take articles out of the store.",
    "query": "Ask the graph: bundled queries or your own SPARQL.",
    "same": "Judge two names the same person, body or place.",
    "different": "Judge two names two people, bodies or places.",
    "export": "Write the graph to a file.",
    "stats": "Count what the graph holds.",
    "backup": "Copy a store.",
    "restore": "Make a store from an exported graph.",
    "validate": "Check the graph against its shapes.",
    "explain": "Show why the graph says something.",
    "view": "Write the graph as an HTML page to look at.",
    "serve": "Serve the graph: pages and a SPARQL endpoint.",
    "disputes": "Show what the articles do not agree on.",
    "diff": "Say what changed between two graphs.",
    "model": "Show the language pipeline.",
}
"""Name → one-line help; the command itself is `kg.cli.NAME:NAME`."""


class _Lazy(click.Group):
    """A group that imports a command when it is called, not for its one-line help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


_HELP = """News articles in, a knowledge graph out: who holds which role, who meets whom, who said what.

\b
Example:
  kg build examples/articles
  kg query who-holds-which-role
"""


@click.group(cls=_Lazy, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """Dispatch to a command."""


def main() -> None:
    """Run the command line; what a user can mend is a message and exit code 2."""
    try:
        cli(prog_name="kg", standalone_mode=False)
    except click.exceptions.Exit as e:
        sys.exit(e.exit_code)
    except click.ClickException as e:
        e.show()
        sys.exit(2)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except KGError as e:
        from kg.formats import plain

        click.echo(plain(f"kg: {e}"), err=True)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
