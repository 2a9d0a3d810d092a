"""What a person is told when something is refused.

Every refusal is a small subclass of `GameError` beside the code that raises it. It carries an
English sentence with named fields; the edge shows it in the reader's language.
"""

from collections.abc import Callable
from typing import Any


class GameError(Exception):
    """A refusal with a ready sentence: what happened, the thing by name, what to do."""

    def __init__(self, sentence: str, **fields: Any) -> None:
        super().__init__(sentence)
        self.template = sentence
        self.fields = fields

    def __str__(self) -> str:
        return self._fill(self.template)

    def sentence(self) -> str:
        """The refusal in the current language."""
        from linli.locale import _

        return self._fill(_(self.template))

    def _fill(self, template: str) -> str:
        values = {name: _value(field) for name, field in self.fields.items()}
        return template.format(**values) if values else template


def _value(field: Any | Callable[[], Any]) -> Any:
    return field() if callable(field) else field
